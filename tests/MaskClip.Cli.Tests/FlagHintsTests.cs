using System.Text.RegularExpressions;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Terminal;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

/// <summary>The libraries know no command line; the command adds its options to what they say.</summary>
public sealed partial class FlagHintsTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public void Libraries_NoMessage_NamesAFlag()
    {
        var found = Sources("MaskClip", "MaskClip.Evaluation", "MaskClip.Training", "MaskClip.World")
            .SelectMany(path =>
                File.ReadLines(path)
                    .Where(line => !line.TrimStart().StartsWith("//", StringComparison.Ordinal) && Flag().IsMatch(line))
                    .Select(line => $"{path}: {line.Trim()}"));
        Assert.Empty(found);
    }

    [Fact]
    public void All_EveryPhrase_IsSaidByALibrary()
    {
        var sources = string.Concat(Sources("MaskClip", "MaskClip.Evaluation", "MaskClip.Training").Select(File.ReadAllText));
        Assert.All(FlagHints.All, hint => Assert.Contains(hint.Phrase, sources));
    }

    [Fact]
    public void Add_APhrase_IsFollowedByItsOptionOnce()
    {
        Assert.Equal(
            "Give another folder (--output), or start anew (no --resume); start anew.",
            FlagHints.Add("Give another folder, or start anew; start anew."));
        Assert.Equal("Nothing to add.", FlagHints.Add("Nothing to add."));
    }

    [Fact]
    public async Task Segment_NoBackground_IsToldTheOption()
    {
        var result = await cli.RunAsync(
            "segment",
            cli.Photo("photo.png", 96, 64),
            "-p",
            "sky",
            "-p",
            "grass",
            "--model",
            "world-clip",
            "--size",
            "64",
            "--output",
            "out");
        Assert.Contains("Give background names (--background \"wall,floor\"), such as wall and floor", result.Error);
    }

    private static IEnumerable<string> Sources(params string[] projects) => projects
        .SelectMany(project =>
            Directory.EnumerateFiles(Path.Combine(SharedData.Repository, "src", project), "*.cs", SearchOption.AllDirectories))
        .Where(path => !path.Contains($"{Path.DirectorySeparatorChar}obj{Path.DirectorySeparatorChar}"));

    [GeneratedRegex("\"[^\"]*--[a-z][a-z-]+[^\"]*\"")]
    private static partial Regex Flag();
}
