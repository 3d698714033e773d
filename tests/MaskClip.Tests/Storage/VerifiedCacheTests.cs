using CsCheck;
using MaskClip.Storage;

namespace MaskClip.Tests.Storage;

public sealed class VerifiedCacheTests : IDisposable
{
    private static readonly byte[] Content = [.. Enumerable.Range(0, 5000).Select(i => (byte)(i * 7))];
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-").FullName;
    private int builds;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void GetOrBuild_SecondTime_DoesNotBuild()
    {
        Get();
        var path = Get();
        Assert.Equal(1, builds);
        Assert.Equal(Content, File.ReadAllBytes(path));
    }

    [Fact]
    public void GetOrBuild_AnyByteAltered_BuildsAgain() =>
        Gen.Select(Gen.Int[0, Content.Length - 1], Gen.Byte[1, 255]).Sample(
            (at, change) =>
            {
                var path = Get();
                var bytes = File.ReadAllBytes(path);
                bytes[at] ^= change;
                File.WriteAllBytes(path, bytes);
                int before = builds;
                Get();
                Assert.Equal(before + 1, builds);
                Assert.Equal(Content, File.ReadAllBytes(path));
            },
            iter: 50,
            threads: 1);

    [Theory]
    [InlineData(0)]
    [InlineData(4999)]
    public void GetOrBuild_CutOff_BuildsAgain(int length)
    {
        var path = Get();
        File.WriteAllBytes(path, Content[..length]);
        Get();
        Assert.Equal(2, builds);
        Assert.Equal(Content, File.ReadAllBytes(path));
    }

    [Fact]
    public void GetOrBuild_FolderCannotBeWritten_BuildsElsewhereWithAllItNeeds()
    {
        var home = Path.Combine(folder, "home");
        var whole = new VerifiedCache(home);
        whole.GetOrBuild("weights", stream => stream.Write(Content));
        // A folder in the place of the file: nobody can replace it, root neither.
        Directory.CreateDirectory(Path.Combine(home, "graph"));
        File.WriteAllText(Path.Combine(home, "graph", "in the way"), "");
        var log = new ListLogger();
        var cache = new VerifiedCache(home, log);

        cache.GetOrBuild("weights", _ => throw new InvalidOperationException("it is there"));
        var graph = cache.GetOrBuild("graph", stream => stream.Write([1, 2, 3]));

        Assert.Equal<byte>([1, 2, 3], File.ReadAllBytes(graph));
        Assert.Equal(Content, File.ReadAllBytes(Path.Combine(Path.GetDirectoryName(graph)!, "weights")));
        Assert.Equal(graph, cache.GetOrBuild("graph", _ => throw new InvalidOperationException("it is there")));
        Assert.Contains(CacheFolder.Variable, Assert.Single(log.Lines), StringComparison.Ordinal);
    }

    [Fact]
    public void GetOrBuild_BuildFails_LeavesNothing()
    {
        var cache = new VerifiedCache(folder);
        Assert.Throws<InvalidOperationException>(() => cache.GetOrBuild("file", stream =>
        {
            stream.Write(Content.AsSpan(0, 100));
            throw new InvalidOperationException("no more");
        }));
        Assert.Empty(Directory.GetFiles(folder));
    }

    [Fact]
    public void GetOrBuild_ManyAtOnce_EveryReaderSeesTheWholeFile()
    {
        Parallel.For(
            0,
            32,
            _ => Assert.Equal(Content, File.ReadAllBytes(new VerifiedCache(folder).GetOrBuild("file", stream => stream.Write(Content)))));
        Assert.Equal(2, Directory.GetFiles(folder).Length);
    }

    private string Get() => new VerifiedCache(folder).GetOrBuild("file", stream =>
    {
        builds++;
        stream.Write(Content);
    });
}
