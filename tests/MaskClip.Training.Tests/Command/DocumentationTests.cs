using MaskClip.CommandLine;
using MaskClip.Testing;
using MaskClip.Train;

namespace MaskClip.Training.Tests.Command;

/// <summary>Every training command that README and docs show is given to the command line.</summary>
public sealed class DocumentationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-docs").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task Commands_OfTheDocs_AreNoUsageErrors()
    {
        List<string> wrong = [];
        int count = 0;
        foreach (var (place, args) in DocumentedCommands.Of("maskclip-train", "maskclip train"))
        {
            count++;
            // What draws its own scenes would run for hours; all others end where their photos are not found.
            bool draws = args.Contains("--world");
            var (code, error) = await RunAsync(draws ? [.. args, "--print-config"] : args);
            bool fine = code == 0 || (code == 1 && !draws);
            if (!fine) wrong.Add($"{place}: maskclip-train {string.Join(' ', args)}: {code}, {error}");
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(count > 12, $"only {count} commands were found");
    }

    [Fact]
    public async Task WrongOption_WouldBeFound() => Assert.Equal(2, (await RunAsync(["clip", "--no-such-option", "1"])).Code);

    private async Task<(int Code, string Error)> RunAsync(string[] args)
    {
        using StringWriter output = new(), error = new();
        var host = new CliHost
        {
            Output = output,
            Error = error,
            OpenInput = () => Stream.Null,
            Environment = name => name == "MASKCLIP_HOME" ? Path.Combine(folder, "home") : null,
            Folder = folder,
            Program = TrainCommandLine.Program,
        };
        return (await TrainCommandLine.RunAsync(args, host, TestContext.Current.CancellationToken), error.ToString().Trim());
    }
}
