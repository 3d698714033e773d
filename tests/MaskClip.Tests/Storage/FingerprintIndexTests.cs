using MaskClip.Storage;

namespace MaskClip.Tests.Storage;

/// <summary>What is remembered of files instead of reading them, and what is noticed all the same.</summary>
public sealed class FingerprintIndexTests : IDisposable
{
    private static readonly DateTime LongAgo = new(2026, 1, 2, 3, 4, 5, DateTimeKind.Utc);
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-stamps-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Of_FileThatStays_IsNotReadAgain()
    {
        var path = Write(1);
        Index().Of(path);
        var entry = Assert.Single(Directory.GetFiles(Path.Combine(folder, "index")));
        File.WriteAllText(entry, File.ReadAllText(entry)[..^5] + "known");

        Assert.EndsWith("known", Index().Of(path), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Of_SameLength_IsReadAgain(bool timeIsRestored)
    {
        Assert.SkipWhen(timeIsRestored && !OperatingSystem.IsLinux(), "Only Linux tells.");
        var path = Write(1);
        var before = Index().Of(path);
        Alter(path);
        if (timeIsRestored) File.SetLastWriteTimeUtc(path, LongAgo);

        Assert.NotEqual(before, Index().Of(path));
        Assert.Equal(VerifiedCache.Fingerprint(path), Index().Of(path));
    }

    [Fact]
    public void Of_FileJustWritten_IsNotRemembered()
    {
        // File systems' clocks stand still for milliseconds: a file that was just written is not trusted to show the next change.
        var path = Write(1, settled: false);
        Index().Of(path);

        Assert.False(Directory.Exists(Path.Combine(folder, "index")));
    }

    [Fact]
    public void Of_AnotherFileUnderTheName_IsReadAgain()
    {
        var path = Write(1);
        var before = Index().Of(path);
        var other = Path.Combine(folder, "other"); // a checkpoint of the same architecture, from an archive that gives all files one time
        File.WriteAllBytes(other, [.. Enumerable.Repeat((byte)9, 1000)]);
        File.SetLastWriteTimeUtc(other, LongAgo);
        File.Move(other, path, overwrite: true);
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux tells.");

        Assert.NotEqual(before, Index().Of(path));
    }

    [Fact]
    public void Of_DamagedEntry_IsReadAgain()
    {
        var path = Write(1);
        var expected = Index().Of(path);
        var entry = Assert.Single(Directory.GetFiles(Path.Combine(folder, "index")));
        File.WriteAllText(entry, File.ReadAllText(entry)[..20]);

        Assert.Equal(expected, Index().Of(path));
    }

    [Fact]
    public void Of_FolderThatCannotBeWritten_IsReadEachTime()
    {
        var path = Write(1);
        File.WriteAllText(Path.Combine(folder, "index"), "no folder");

        Assert.Equal(VerifiedCache.Fingerprint(path), Index().Of(path));
    }

    [Fact]
    public void Fits_FileThatStays_IsReadOnce()
    {
        var path = Write(1);
        VerifiedCache.WriteCheck(path);
        Assert.True(VerifiedCache.Fits(path));
        var check = File.ReadAllText($"{path}.check").Split('\n');
        File.WriteAllText($"{path}.check", $"not its checksum\n{check[1]}");
        Assert.True(VerifiedCache.Fits(path));
        Alter(path);
        Assert.False(VerifiedCache.Fits(path));
    }

    private FingerprintIndex Index() => new(Path.Combine(folder, "index"));

    private string Write(byte value, bool settled = true)
    {
        var path = Path.Combine(folder, "file");
        File.WriteAllBytes(path, [.. Enumerable.Repeat(value, 1000)]);
        if (!settled) return path;
        File.SetLastWriteTimeUtc(path, LongAgo);
        while (!FileStamp.Of(path).IsSettled) Thread.Sleep(100);
        return path;
    }

    private static void Alter(string path)
    {
        using var file = File.OpenWrite(path);
        file.Position = 500;
        file.WriteByte(99);
    }
}
