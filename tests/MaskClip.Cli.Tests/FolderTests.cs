using MaskClip.CommandLine;
using MaskClip.Storage;

namespace MaskClip.Cli.Tests;

/// <summary>What a run may look into, and what it may write over.</summary>
public sealed class FolderTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private static readonly string[] Names = ["-p", "sky", "-p", "grass", "-q"];

    private static readonly string[] Results =
    [
        "card.json", "card.mask.png", "card.overlay.png", "classes.json", "classes.txt", "options.json", "segment.jsonl",
    ];

    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("in/**/c*.png", "a/b/cat.json,cat.json")]
    [InlineData("in/**/b/*.png", "a/b/cat.json,a/b/dog.json")]
    [InlineData("in/?/**/d*.png", "a/b/dog.json")]
    [InlineData("in/**", "a/b/cat.json,a/b/dog.json,cat.json")]
    public async Task Patterns_WithFolders_TakeAnyDepth(string pattern, string expected)
    {
        cli.Photo("in/cat.png");
        cli.Photo("in/a/b/cat.png");
        cli.Photo("in/a/b/dog.png");

        await cli.SucceedAsync("segment", pattern, "-p", "sky", "-p", "grass", "--save", "json");

        var written = Directory.GetFiles(cli.At("out"), "*.json", SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(cli.At("out"), path).Replace('\\', '/'))
            .Where(path => path is not "options.json");
        Assert.Equal(expected.Split(','), written.Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Twice_IntoTheDefaultFolder_DoesNotSegmentItsResults()
    {
        cli.Photo("card.png");

        await cli.SucceedAsync(["segment", ".", .. Names]);
        await cli.SucceedAsync(["segment", ".", .. Names]);

        Assert.Equal(Results, In("out"));
        Assert.False(Directory.Exists(cli.At("out", "out")));
    }

    [Fact]
    public async Task Twice_IntoThePhotosOwnFolder_DoesNotSegmentItsResults()
    {
        cli.Photo("in/card.png");

        await cli.SucceedAsync(["segment", "in", "-o", "in", .. Names]);
        var first = In("in");
        await cli.SucceedAsync(["segment", "in", "-o", "in", .. Names]);

        Assert.Equal(first, In("in"));
    }

    [Fact]
    public async Task ResultsOfAnotherRun_ArePassedOver()
    {
        cli.Photo("in/card.png");
        await cli.SucceedAsync(["segment", "in", "-o", "in/earlier", .. Names]);

        await cli.SucceedAsync(["segment", "in", "-o", "out", .. Names]);

        Assert.Equal(Results, In("out"));
        Assert.False(Directory.Exists(cli.At("out", "earlier")));
    }

    [Fact]
    public async Task FilesOfNamesAmongThePhotos_AreNotReplaced()
    {
        cli.Photo("in/card.png");
        await File.WriteAllTextAsync(cli.At("in", "classes.txt"), "sky\ngrass\n");

        var result = await cli.SucceedAsync("segment", "in", "--classes", cli.At("in", "classes.txt"), "-o", "in");
        await cli.SucceedAsync("segment", "in/card.png", "-p", "tree,sky", "-o", "in", "-q");

        Assert.Equal("sky\ngrass\n", await File.ReadAllTextAsync(cli.At("in", "classes.txt")));
        Assert.Contains("classes.txt", result.Error);
        Assert.Contains("tree", await File.ReadAllTextAsync(cli.At("in", "classes.json"))); // ours, of the run before
    }

    [Theory]
    [InlineData("a.png", "a.mask.png")]
    [InlineData("a.png", "A.overlay.png")]
    [InlineData("a.png", "a.heatmap.sky.png")]
    public async Task ResultsBesidePhotos_NeverReplaceOne(params string[] photos)
    {
        var before = photos.Select(name => File.ReadAllBytes(cli.Photo($"in/{name}", 96 + name.Length, 64))).ToArray();

        for (int i = 0; i < 2; i++)
        {
            await cli.SucceedAsync(["segment", "in", "-o", "in", "--save", "overlay,mask,json,heatmap", .. Names]);

            for (int photo = 0; photo < photos.Length; photo++)
                Assert.Equal(before[photo], File.ReadAllBytes(cli.At("in", photos[photo])));
        }

        Assert.Contains("a-2.mask.png", In("in"));
    }

    [Fact]
    public async Task APhotoCalledOptions_DoesNotReplaceTheOptions()
    {
        cli.Photo("in/options.png");

        await cli.SucceedAsync(["segment", "in", .. Names]);

        Assert.Contains("_maskclip", await File.ReadAllTextAsync(cli.At("out", "options.json")), StringComparison.Ordinal);
        Assert.Contains("options-2.json", In("out"));
    }

    [Fact]
    public async Task ALinkToTheFolderItself_IsFollowedNowhere()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        cli.Photo("in/card.png");
        Directory.CreateSymbolicLink(cli.At("in", "self"), ".");
        Directory.CreateSymbolicLink(cli.At("in", "up"), "..");
        File.CreateSymbolicLink(cli.At("in", "loop"), "loop");

        await cli.SucceedAsync(["segment", "in", .. Names]);

        Assert.Single(Directory.GetFiles(cli.At("out"), "*.mask.png", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task ALinkToAnotherFolder_IsFollowed()
    {
        Assert.SkipWhen(OperatingSystem.IsWindows(), "Links need a privilege there.");
        cli.Photo("elsewhere/card.png");
        Directory.CreateDirectory(cli.At("in"));
        Directory.CreateSymbolicLink(cli.At("in", "linked"), cli.At("elsewhere"));
        Directory.CreateSymbolicLink(cli.At("elsewhere", "back"), cli.At("in"));

        await cli.SucceedAsync(["segment", "in", .. Names]);

        Assert.True(File.Exists(cli.At("out", "linked", "card.mask.png")));
        Assert.Single(Directory.GetFiles(cli.At("out"), "*.mask.png", SearchOption.AllDirectories));
    }

    [Fact]
    public void AFolderThatCannotBeRead_CostsWhatIsInItAlone()
    {
        cli.Photo("in/a/card.png");
        Directory.CreateDirectory(cli.At("in", "b"));
        var unreadable = new List<string>();

        // Root may read every folder, so one that vanishes while it is walked stands for it.
        var files = FolderWalk.Files(cli.At("in"), (path, _) => unreadable.Add(path), path =>
        {
            if (path == cli.At("in", "b")) Directory.Delete(path);
            return true;
        }).ToArray();

        Assert.Equal([cli.At("in", "a", "card.png")], files);
        Assert.Equal([cli.At("in", "b")], unreadable);
    }

    [Fact]
    public async Task ACacheThatCannotBeWritten_IsAWarning()
    {
        cli.Photo("card.png");
        await File.WriteAllTextAsync(cli.At("file"), "");
        cli.Environment["MASKCLIP_HOME"] = cli.At("file", "home");

        var result = await cli.RunAsync(["segment", "card.png", .. Names]);

        Assert.Equal(ExitCode.Done, result.Code);
        Assert.Contains("warning: The cache", result.Error, StringComparison.Ordinal);
        Assert.Contains("MASKCLIP_HOME", result.Error, StringComparison.Ordinal);
        Assert.True(File.Exists(cli.At("out", "card.mask.png")));
    }

    [Fact]
    public async Task APhotoOverItsTime_FailsAlone()
    {
        cli.Photo("in/a.png");
        cli.Photo("in/b.png");

        var result = await cli.RunAsync(["segment", "in", "--max-time", "0.001", .. Names]);

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("a.png: It was not done within 0.001 s", result.Error, StringComparison.Ordinal);
        Assert.Contains("b.png: It was not done within 0.001 s", result.Error, StringComparison.Ordinal);
        Assert.Contains("allow more time (--max-time)", result.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task FilesOfKilledRuns_AreRemovedByTheNext_OthersStay()
    {
        cli.Photo("card.png");
        Directory.CreateDirectory(cli.At("out"));
        var own = AbandonedFiles.NameFor("card.mask.png");
        var gone = own.Replace($"-{Environment.ProcessId}-", "-2147483646-", StringComparison.Ordinal);
        string[] stay = [own, ".card.mask.png.0123abcd-2147483646-" + new string('a', 32) + ".tmp", "mine.tmp", ".hidden.tmp"];
        foreach (var name in stay.Append(gone)) await File.WriteAllTextAsync(cli.At("out", name), "");

        await cli.SucceedAsync(["segment", "card.png", .. Names]);

        Assert.Equal(stay.Order(StringComparer.Ordinal), In("out").Where(name => name.EndsWith(".tmp", StringComparison.Ordinal)));
    }

    private string[] In(string folder) =>
        [.. Directory.GetFiles(cli.At(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];
}
