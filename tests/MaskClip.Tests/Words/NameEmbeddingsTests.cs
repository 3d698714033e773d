using MaskClip.Model;
using MaskClip.Results;
using Microsoft.Extensions.Logging.Abstractions;

namespace MaskClip.Tests.Words;

/// <summary>Names of many callers: nobody waits for what is not theirs.</summary>
public sealed class NameEmbeddingsTests : IDisposable
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(20);
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-names-").FullName;
    private readonly SlowTextEncoder encoder = new();
    private readonly NameEmbeddings names;

    public NameEmbeddingsTests() => names = Open();

    private static CancellationToken TestEnds => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        encoder.GoOn.Set();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public async Task Embed_KnownNames_DoNotWaitForSomeoneElsesNewOnes()
    {
        Embed("cat");
        encoder.HoldsUp = text => text.Contains("slow");
        var slow = Start("slow", "cat");
        encoder.Begun.Wait(Long, TestEnds);

        Assert.Equal(Vector("cat"), await Start("cat").WaitAsync(Long, TestEnds));
        Assert.Equal(Vector("dog"), await Start("dog").WaitAsync(Long, TestEnds)); // and new names do not either
        Assert.False(slow.IsCompleted);
        encoder.GoOn.Set();
        Assert.Equal(Vectors("slow", "cat"), await slow.WaitAsync(Long, TestEnds));
    }

    [Fact]
    public async Task Embed_ManyWantTheSameText_ItIsEmbeddedOnce()
    {
        encoder.HoldsUp = text => text.Contains("slow");
        var first = Start("slow");
        encoder.Begun.Wait(Long, TestEnds);
        var others = Enumerable.Range(0, 8).Select(i => Start("slow", $"own {i}")).ToArray();
        await Until(() => encoder.Asked.Count == 9);
        encoder.GoOn.Set();

        Assert.Equal(Vector("slow"), await first.WaitAsync(Long, TestEnds));
        for (int i = 0; i < others.Length; i++) Assert.Equal(Vectors("slow", $"own {i}"), await others[i].WaitAsync(Long, TestEnds));
        Assert.Equal(encoder.Asked.Distinct().Order(), encoder.Asked.Order());
    }

    [Fact]
    public async Task Embed_CancelledWhileWaiting_EndsWithoutTheOther()
    {
        encoder.HoldsUp = text => text.Contains("slow");
        var first = Start("slow");
        encoder.Begun.Wait(Long, TestEnds);
        using var cancel = new CancellationTokenSource();
        var second = Start(cancel.Token, "slow");

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => second.WaitAsync(Long, TestEnds));
        encoder.GoOn.Set();
        Assert.Equal(Vector("slow"), await first.WaitAsync(Long, TestEnds));
    }

    [Fact]
    public async Task Embed_TheOneThatEmbedsIsCancelled_WhoWaitsEmbedsItself()
    {
        encoder.HoldsUp = text => text.Contains("slow");
        using var cancel = new CancellationTokenSource();
        var first = Start(cancel.Token, "slow");
        encoder.Begun.Wait(Long, TestEnds);
        var second = Start("slow");
        await Task.Delay(50, TestEnds);

        await cancel.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first.WaitAsync(Long, TestEnds));
        encoder.GoOn.Set();
        Assert.Equal(Vector("slow"), await second.WaitAsync(Long, TestEnds));
    }

    [Fact]
    public async Task Embed_AComputationFails_OthersAndLaterOnesDoNot()
    {
        encoder.HoldsUp = text => text.Contains("bad");
        encoder.FailsOn = text => text.Contains("bad");
        var bad = Start("bad", "cat");
        encoder.Begun.Wait(Long, TestEnds);
        var good = Start("cat", "dog");
        await Until(() => encoder.Asked.Any(text => text.Contains("dog")));
        encoder.GoOn.Set();

        await Assert.ThrowsAsync<InvalidOperationException>(() => bad.WaitAsync(Long, TestEnds));
        Assert.Equal(Vectors("cat", "dog"), await good.WaitAsync(Long, TestEnds));
        encoder.FailsOn = _ => false;
        Assert.Equal(Vector("bad"), Embed("bad"));
    }

    [Fact]
    public void Embed_TheCacheCannotBeWritten_GivesTheNamesAndKeepsThemInMemory()
    {
        File.WriteAllText(Path.Combine(folder, "texts"), "a file where the folder should be");

        Assert.Equal(Vector("cat"), Embed("cat"));
        Assert.Equal(Vector("cat"), Embed("cat"));
        Assert.Single(encoder.Asked);

        File.Delete(Path.Combine(folder, "texts"));
        Embed("dog"); // the next save has both
        Assert.Equal(Vectors("cat", "dog"), Open().Embed(Vocabulary.Parse(["cat", "dog"]), TestEnds).Rows);
        Assert.Equal(2, encoder.Asked.Count);
    }

    [Theory]
    [InlineData("__metadata__")]
    [InlineData("=")]
    [InlineData("=__metadata__")]
    public void Embed_TheFilesOwnKeyAsAName_IsANameLikeOthers(string name)
    {
        Assert.Equal(Vector(name), Embed(name));
        Embed("cat");
        Embed("dog");

        Assert.Equal(Vectors(name, "cat", "dog"), Open().Embed(Classes(name, "cat", "dog"), TestEnds).Rows);
        Assert.Equal(3, encoder.Asked.Count); // the other segmenter has all from the file
    }

    [Fact]
    public async Task Embed_FromManyThreads_GivesEachItsNames()
    {
        var tasks = Enumerable.Range(0, 16).Select(i => Task.Run(
            () =>
            {
                for (int j = 0; j < 20; j++)
                {
                    string[] wanted = [$"name {(i + j) % 7}", $"name {j}", $"own {i}"];
                    Assert.Equal(Vectors([.. wanted.Distinct()]), Embed([.. wanted.Distinct()]));
                }
            },
            TestEnds));
        await Task.WhenAll(tasks).WaitAsync(Long, TestEnds);

        Assert.Equal(20 + 16, encoder.Asked.Count);
        var row = new float[SlowTextEncoder.Size];
        var saved = new TextEmbeddingCache(Path.Combine(folder, "texts"), "hash-variant", PromptTemplates.Simple, row.Length);
        Assert.All(encoder.Asked, text => Assert.True(saved.TryGet(text["a photo of a ".Length..^1], row)));
    }

    // Brought to unit length as a sentence (by the tower), as the mean of sentences and as the mean of synonyms.
    private static float[] Vector(string name) =>
        Model.UnitLength.Of(Model.UnitLength.Of(SlowTextEncoder.VectorOf($"a photo of a {name}.")));

    private static float[] Vectors(params string[] wanted) => [.. wanted.SelectMany(Vector)];

    private static async Task Until(Func<bool> condition)
    {
        for (int i = 0; i < 2000 && !condition(); i++) await Task.Delay(10, TestEnds);
        Assert.True(condition());
    }

    private NameEmbeddings Open() => new(
        new TextOrigin("test", "hash", "variant", PromptTemplates.Simple, SynonymMode.Average), SlowTextEncoder.Size, Path.Combine(
            folder, "texts"), _ => encoder, NullLogger.Instance);

    // Names as they are, whatever an equals sign means where people write them.
    private static Vocabulary Classes(params string[] wanted) => new([.. wanted.Select(name => new VocabularyClass(name, [name]))]);

    private float[] Embed(params string[] wanted) => names.Embed(Classes(wanted), TestEnds).Rows;

    private Task<float[]> Start(params string[] wanted) => Start(CancellationToken.None, wanted);

    private Task<float[]> Start(CancellationToken token, params string[] wanted) => Task.Factory.StartNew(
        () => names.Embed(Vocabulary.Parse(wanted), token).Rows,
        CancellationToken.None,
        TaskCreationOptions.LongRunning,
        TaskScheduler.Default);
}
