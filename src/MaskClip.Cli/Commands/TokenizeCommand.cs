using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.Text;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip tokenize</c>: token ids of lines of text, to compare with other implementations.</summary>
internal static class TokenizeCommand
{
    private const int ContextLength = 77;

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var file = new Option<string?>("--file", "-f") { Description = "Text file to read instead of standard input; one text a line, UTF-8.", HelpName = "file" };
        var command = new Verb(
            "tokenize",
            "Print the token ids of each line: one JSON array a line, both ends included, cut to 77.",
            "echo \"a photo of a cat\" | maskclip tokenize",
            file);
        command.SetAction((result, cancellationToken) =>
        {
            using var stream = result.GetValue(file) is { } path ? File.OpenRead(Path.Combine(host.Folder, path)) : host.OpenInput();
            using var reader = new StreamReader(stream);
            while (reader.ReadLine() is { } line)
            {
                cancellationToken.ThrowIfCancellationRequested();
                host.Output.WriteLine($"[{string.Join(", ", ClipTokenizer.Shared.EncodeWithEnds(line, ContextLength, out _))}]");
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }
}
