using System.Diagnostics;
using MaskClip.CommandLine;

namespace MaskClip.Cli.Tests;

/// <summary>Standard streams that are closed, full or cut off: no abort, no waiting, the right exit code.</summary>
public sealed class StreamTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private const string Segment = "segment card.png -p sky -p grass --templates simple -o out";

    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData(ExitCode.Failed, "Standard input is closed", "segment - -p sky -p grass -q <&-")]
    [InlineData(ExitCode.Failed, "Standard input is closed", "tokenize <&-")]
    [InlineData(ExitCode.Failed, "The file is empty", "segment - -p sky -p grass -q </dev/null")]
    [InlineData(ExitCode.Done, "", "tokenize </dev/null")]
    [InlineData(ExitCode.Failed, "Standard output cannot be written: It is closed", "models list >&-")]
    [InlineData(ExitCode.Failed, "Standard output cannot be written: It is closed", "--version >&-")]
    [InlineData(ExitCode.Failed, "Standard output cannot be written: No space left", "models list >/dev/full")]
    [InlineData(ExitCode.Failed, "Standard output cannot be written: No space left", $"{Segment} --json >/dev/full")]
    [InlineData(ExitCode.Failed, "", "models list >/dev/full 2>/dev/full")]
    [InlineData(ExitCode.Failed, "", "models list >&- 2>&-")]
    [InlineData(ExitCode.WrongUsage, "", "models lst 2>&-")]
    [InlineData(ExitCode.WrongUsage, "", "models lst 2>/dev/full")]
    [InlineData(ExitCode.Done, "Results are in", $"{Segment} >&-")]
    [InlineData(ExitCode.Done, "", $"{Segment} 2>&-")]
    [InlineData(ExitCode.Done, "", $"{Segment} 2>/dev/full")]
    [InlineData(ExitCode.Done, "", $"{Segment} <&- >&- 2>&-")]
    [InlineData(ExitCode.Done, "", $"{Segment} --json -q | true")]
    public async Task Stream_ThatIsNoUse_EndsAsItShould(int expected, string message, string command)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux() && File.Exists("/bin/bash"), "Bash closes the streams.");
        cli.Photo("card.png");

        var result = await BashAsync(command);

        Assert.Equal(expected, result.Code);
        Assert.Contains(message, result.Error);
        Assert.DoesNotContain("Unhandled", result.Error);
        if (expected == ExitCode.Done && command.Contains("-o out", StringComparison.Ordinal))
            Assert.True(File.Exists(cli.At("out", "card.mask.png")));
    }

    private async Task<CliResult> BashAsync(string command)
    {
        var start = Executable.Command(cli.Folder, cli.Environment);
        var program = string.Join(' ', start.ArgumentList.Prepend(start.FileName).Select(part => $"'{part}'"));
        start.FileName = "/bin/bash";
        start.ArgumentList.Clear();
        foreach (var argument in new[] { "-c", $"set -o pipefail; timeout 60 {program} {command}" }) start.ArgumentList.Add(argument);
        using var process = Process.Start(start)!;
        return await Executable.EndAsync(process);
    }
}
