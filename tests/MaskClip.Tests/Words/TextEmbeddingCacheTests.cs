using CsCheck;
using MaskClip.Model;

namespace MaskClip.Tests.Words;

public sealed class TextEmbeddingCacheTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Save_ThenOpened_GivesTheSameNumbers() =>
        Gen.Select(Gen.String.Where(text => text.All(c => !char.IsSurrogate(c))).HashSet[0, 6], Gen.Float.Array[4]).Sample((texts, row) =>
        {
            var cache = Open("round");
            foreach (var text in texts) cache.Add(text, row);
            cache.Save();
            var again = Open("round");
            foreach (var text in texts)
            {
                var read = new float[4];
                Assert.True(again.TryGet(text, read));
                Assert.Equal(row, read);
            }
        }, threads: 1);

    [Fact]
    public void Save_TextsThatNoFileHolds_KeepsAllOthers()
    {
        var cache = Open("odd");
        cache.Add("half \ud83d", [1, 0, 0, 0]);
        cache.Add("__metadata__", [0, 1, 0, 0]);
        cache.Add("cat", [0, 0, 1, 0]);
        cache.Save();
        var again = Open("odd");

        Assert.True(cache.TryGet("half \ud83d", new float[4]));
        Assert.True(again.TryGet("__metadata__", new float[4]));
        Assert.True(again.TryGet("cat", new float[4]));
    }

    [Fact]
    public void TryGet_OtherModelTemplatesOrText_IsAbsent()
    {
        var cache = Open("a");
        cache.Add("cat", [1, 0, 0, 0]);
        cache.Save();
        Assert.False(Open("b").TryGet("cat", new float[4]));
        Assert.False(Open("a").TryGet("dog", new float[4]));
        Assert.False(new TextEmbeddingCache(folder, "a", PromptTemplates.ImageNet, 4).TryGet("cat", new float[4]));
    }

    [Fact]
    public void Open_AnyByteAlteredOrCut_NeverThrowsNorGivesWrongNumbers()
    {
        var cache = Open("damaged");
        cache.Add("cat", [1, 2, 3, 4]);
        cache.Add("dog", [5, 6, 7, 8]);
        cache.Save();
        var path = Directory.GetFiles(folder).Single();
        var bytes = File.ReadAllBytes(path);
        Gen.Select(Gen.Int[0, bytes.Length - 1], Gen.Byte[1, 255], Gen.Bool).Sample((at, change, cut) =>
        {
            var damaged = cut ? bytes[..at] : [.. bytes];
            if (!cut) damaged[at] ^= change;
            File.WriteAllBytes(path, damaged);
            var row = new float[4];
            if (Open("damaged").TryGet("cat", row)) Assert.Equal([1, 2, 3, 4], row);
        }, iter: 500, threads: 1);
    }

    [Fact]
    public void Save_ManyWritersAtOnce_LeavesAReadableFile()
    {
        Parallel.For(0, 16, i =>
        {
            var cache = Open("shared");
            cache.Add($"text {i}", [i, 0, 0, 0]);
            cache.Save();
        });
        var last = Open("shared");
        last.Add("one more", [1, 1, 1, 1]);
        last.Save();
        var row = new float[4];
        Assert.True(Open("shared").TryGet("one more", row));
        Assert.Contains(Enumerable.Range(0, 16), i => Open("shared").TryGet($"text {i}", row) && row[0] == i);
    }

    private TextEmbeddingCache Open(string model) => new(folder, model, PromptTemplates.Simple, 4);
}
