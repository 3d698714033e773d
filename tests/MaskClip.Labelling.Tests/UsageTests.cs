using MaskClip.CommandLine;
using MaskClip.Label;
using MaskClip.Testing;

namespace MaskClip.Labelling.Tests;

/// <summary>How the command is used: wrongly, and as the documentation says.</summary>
public sealed class UsageTests
{
    [Theory]
    [InlineData("nothing to label")]
    [InlineData("no file or folder", "--prompt=cat", "nowhere/")]
    [InlineData("--cluster is 'mysql://x'", "--cluster=mysql://x", "--prompt=cat", ".")]
    [InlineData("--keep is 'all'", "--keep=all", "--prompt=cat", ".")]
    [InlineData("no names", "--model=world-clip", ".")]
    [InlineData("--shard-photos is 0", "--shard-photos=0", "--prompt=cat", ".")]
    [InlineData("--format is 'cocoa'", "--format=cocoa", "--prompt=cat", ".")]
    [InlineData("--join takes what labels depend on", "--join=.", "--prompt=cat")]
    [InlineData("no labeling job", "--join=.")]
    [InlineData("no labeling job", "status", ".")]
    [InlineData("one folder", "--watch", "--prompt=cat", "a.jpg")]
    public async Task WrongUse_IsToldInOneLine(string said, params string[] args)
    {
        using var at = new LabelWorkshop();
        at.Draw(".", 1);

        var (code, error) = await at.RunAsync(args);

        Assert.True(code is 1 or 2, error);
        Assert.Contains(said, error, StringComparison.Ordinal);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Commands_OfTheDocs_AreNoUsageErrors()
    {
        var all = DocumentedCommands.Of("maskclip-label", "maskclip label").ToArray();
        foreach (var (place, args) in all)
        {
            using var error = new StringWriter();
            var host = CliHost.Console() with { Program = LabelCommandLine.Program, Error = error, Output = TextWriter.Null };
            int code = await LabelCommandLine.RunAsync([.. args, "--print-config"], host, TestContext.Current.CancellationToken);
            Assert.True(code == 0, $"{place}: maskclip label {string.Join(' ', args)}: {code}, {error}");
        }

        Assert.True(all.Length >= 8, $"only {all.Length} commands were found");
    }
}
