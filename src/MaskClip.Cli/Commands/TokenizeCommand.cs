using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.Families;

namespace MaskClip.Cli.Commands;

/// <summary><c>maskclip tokenize</c>: token ids of lines of text, to compare with other implementations.</summary>
internal static class TokenizeCommand
{
    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var file = new Option<string?>("--file", "-f")
        {
            Description = "File to read instead of standard input: one text a line, UTF-8; or .json (a list of texts), or .jsonl.",
            HelpName = "file",
        };
        var model = new Option<string?>("--model", "-m")
        {
            Description = "Tokens of this model's own tokenizer, as its text tower reads them. Default: CLIP's tokenizer.",
            HelpName = "name",
        };
        var weights = new Option<string?>("--weights")
        {
            Description =
                "Checkpoint file or folder instead of a named model; or a sentencepiece model (.model), whose pieces are printed as " +
                "they are: no ends, nothing cut.",
            HelpName = "path",
        };
        var pad = new Option<bool>("--pad") { Description = "Fill every text up to the context length." };
        var command = new Verb(
            "tokenize",
            "Print the token ids of each text: one JSON array a line, ends included, cut to the context length (77 for CLIP).",
            "echo \"a photo of a cat\" | maskclip tokenize",
            file,
            model,
            weights,
            pad)
        {
            // A model that a setting names for everything else would silently exchange the tokenizer.
            TakesSettings = false,
        };
        command.SetAction((result, cancellationToken) =>
        {
            using var tokens = Open(host, result.GetValue(model), result.GetValue(weights));
            bool fill = result.GetValue(pad);
            if (fill && tokens.ContextLength is null)
            {
                throw new UsageException(
                    "--pad was given with a sentencepiece model, which has no context length; give the model's folder.");
            }
            foreach (var text in Texts(host, result.GetValue(file)))
            {
                cancellationToken.ThrowIfCancellationRequested();
                int[] ids = tokens.Tokenize(text);
                if (fill) ids = [.. ids, .. Enumerable.Repeat(tokens.Padding, tokens.ContextLength!.Value - ids.Length)];
                host.Output.WriteLine($"[{string.Join(", ", ids)}]");
            }

            return Task.FromResult(ExitCode.Done);
        });
        return command;
    }

    private static IEnumerable<string> Texts(CliHost host, string? file)
    {
        if (file is not null)
        {
            foreach (var text in TextsFile.Read(Path.Combine(host.Folder, file))) yield return text;
            yield break;
        }

        using var reader = new StreamReader(host.OpenInput());
        while (reader.ReadLine() is { } line) yield return line;
    }

    private static ModelTokenizer Open(CliHost host, string? model, string? weights)
    {
        if (model is not null && weights is not null)
            throw new UsageException($"--model is '{model}' and --weights is '{weights}'; give one of them.");
        if (weights is null && model is null)
            return ModelTokenizer.OpenClip();
        var path = weights is null ? null : Path.GetFullPath(Path.Combine(host.Folder, weights));
        if (path is not null && !Path.Exists(path)) throw new UsageException($"--weights is '{weights}'; there is no such file or folder.");
        if (path is not null && File.Exists(path) && Path.GetExtension(path).Equals(".model", StringComparison.OrdinalIgnoreCase))
        {
            return ModelTokenizer.OpenPieces(path);
        }

        var source = path is null ? host.Models.Resolve(model) : new ModelSource(Path.GetFileName(path), path, "given by --weights");
        return ModelTokenizer.Open(source, host.CacheFolder);
    }
}
