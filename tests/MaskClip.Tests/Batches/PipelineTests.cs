using System.Collections.Concurrent;
using MaskClip.Batches;

namespace MaskClip.Tests.Batches;

public sealed class PipelineTests
{
    [Fact]
    public async Task Run_AllWell_GivesEveryItemOnce()
    {
        var outcomes = await CollectAsync(Doubling(), Enumerable.Range(0, 100));

        Assert.Equal(Enumerable.Range(0, 100), outcomes.Select(outcome => outcome.Item).Order());
        Assert.All(outcomes, outcome => Assert.Equal($"{outcome.Item} {2 * outcome.Item}", outcome.Value));
    }

    [Fact]
    public async Task Run_PhotoFails_IsReportedAndStopsNothing()
    {
        var pipeline = Doubling(
            read: item => item == 7 ? throw new IOException("seven") : item,
            score: (item, value) => item == 9 ? throw new IOException("nine") : $"{value}");

        var outcomes = await CollectAsync(pipeline, Enumerable.Range(0, 20));

        Assert.Equal(20, outcomes.Count);
        Assert.Equal(
            ["seven", "nine"],
            outcomes.Where(outcome => outcome.Error is not null)
                .OrderBy(outcome => outcome.Item)
                .Select(outcome => outcome.Error!.Message));
    }

    [Theory]
    [InlineData("read")]
    [InlineData("embed")]
    [InlineData("score")]
    public async Task Run_ProgramFails_ComesOutAndEndsTheRun(string stage)
    {
        int read = 0;
        var pipeline = Doubling(
            item => Interlocked.Increment(ref read) == 5 && stage == "read" ? throw new InvalidOperationException(stage) : item,
            (item, _) => item == 5 && stage == "embed" ? throw new InvalidOperationException(stage) : item,
            (item, _) => item == 5 && stage == "score" ? throw new InvalidOperationException(stage) : "");

        var error = await Assert.ThrowsAsync<InvalidOperationException>(() => CollectAsync(pipeline, Enumerable.Range(0, 1_000_000)));

        Assert.Equal(stage, error.Message);
        Assert.True(read < 1000, $"{read} items were read after the failure");
    }

    [Fact]
    public async Task Run_EngineIsSlow_ReadsOnlyAFewAhead()
    {
        int read = 0, embedded = 0, most = 0;
        var pipeline = Doubling(
            item => Interlocked.Increment(ref read) >= 0 ? item : 0,
            (item, _) =>
            {
                most = Math.Max(most, Volatile.Read(ref read) - embedded++);
                Thread.Sleep(1);
                return item;
            });

        await CollectAsync(pipeline, Enumerable.Range(0, 200));

        // Waiting places, one photo in the hands of each reader, and one in the engine's.
        Assert.InRange(most, 2, pipeline.Places + pipeline.Readers + 1);
    }

    [Fact]
    public async Task Run_InOrder_GivesItemsInTheirOrderThoughSomeTakeLonger()
    {
        using var second = new ManualResetEventSlim();
        var token = TestContext.Current.CancellationToken;
        var pipeline = Doubling(inOrder: true, score: (item, _) =>
        {
            // The first is ready only after the second, and every seventh is slow.
            if (item == 0) Assert.True(second.Wait(TimeSpan.FromSeconds(30), token), "the second photo was not scored beside the first");
            if (item == 1) second.Set();
            if (item % 7 == 0) Thread.Sleep(1);
            return $"{item}";
        });

        var outcomes = await CollectAsync(pipeline, Enumerable.Range(0, 100));

        Assert.Equal(Enumerable.Range(0, 100), outcomes.Select(outcome => outcome.Item));
        Assert.Equal(Enumerable.Range(0, 100).Select(item => $"{item}"), outcomes.Select(outcome => outcome.Value));
    }

    [Fact]
    public async Task Run_InOrderAndTheFirstIsSlow_OthersDoNotPileUp()
    {
        int read = 0, most = 0;
        Pipeline<int, int, int, string> pipeline = null!;
        pipeline = Doubling(item => Interlocked.Increment(ref read) >= 0 ? item : 0, inOrder: true, score: (item, _) =>
        {
            // The other scorer could meanwhile run ahead through all of them.
            for (int wait = 0; item == 0 && wait < 100; wait++) Thread.Sleep(1);
            if (item == 0) most = Volatile.Read(ref read);
            return "";
        });

        await CollectAsync(pipeline, Enumerable.Range(0, 10_000));

        Assert.InRange(most, 1, pipeline.MaxUnderWay);
    }

    [Fact]
    public async Task Run_SeveralEmbedders_EmbedAtOnceAndKeepTheOrder()
    {
        using var together = new Barrier(2);
        var pipeline = Doubling(
            embed: (item, token) => together.SignalAndWait(TimeSpan.FromSeconds(30), token) ? 2 * item : -1, inOrder: true, embedders: 2);

        var outcomes = await CollectAsync(pipeline, Enumerable.Range(0, 20));

        Assert.Equal(Enumerable.Range(0, 20).Select(item => $"{item} {2 * item}"), outcomes.Select(outcome => outcome.Value));
    }

    [Fact]
    public async Task Run_EngineWorks_NextIsReadAndLastIsScoredMeanwhile()
    {
        using ManualResetEventSlim secondRead = new(), firstScored = new(), thirdEmbeds = new();
        var patience = TimeSpan.FromSeconds(30);
        var pipeline = Doubling(
            item =>
            {
                if (item == 1) secondRead.Set();
                return item;
            },
            (item, token) =>
            {
                // Photo 0 is in the engine until photo 1 has been read; photo 1 is until photo 0 has been scored.
                if (item == 0)
                    Assert.True(secondRead.Wait(patience, token), "the second photo was not read while the engine worked on the first");
                if (item == 1)
                    Assert.True(firstScored.Wait(patience, token), "the first photo was not scored while the engine worked on the second");
                return item;
            },
            (item, _) =>
            {
                if (item == 0) firstScored.Set();
                return "";
            });

        Assert.Equal(3, (await CollectAsync(pipeline, [0, 1, 2])).Count);
    }

    [Fact]
    public async Task Run_EngineStage_IsNeverCalledTwiceAtOnce()
    {
        int inside = 0;
        var pipeline = Doubling(embed: (item, _) =>
        {
            Assert.Equal(1, Interlocked.Increment(ref inside));
            Thread.SpinWait(1000);
            Interlocked.Decrement(ref inside);
            return item;
        });

        Assert.Equal(300, (await CollectAsync(pipeline, Enumerable.Range(0, 300))).Count);
    }

    [Fact]
    public async Task Run_Cancelled_StopsAndKeepsWhatCameOut()
    {
        using var cancellation = new CancellationTokenSource();
        var kept = new ConcurrentBag<int>();
        var pipeline = Doubling();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var outcome in pipeline.RunAsync(Enumerable.Range(0, 1_000_000), cancellation.Token))
            {
                kept.Add(outcome.Item);
                if (kept.Count == 10) await cancellation.CancelAsync();
            }
        });

        Assert.InRange(kept.Count, 10, 100);
    }

    [Fact]
    public async Task Run_CallerHadEnough_EndsItsThreads()
    {
        int read = 0;
        await foreach (var outcome in Doubling(item => Interlocked.Increment(ref read)).RunAsync(
            Enumerable.Range(0, 1_000_000), TestContext.Current.CancellationToken))
        {
            if (outcome.Item >= 0) break;
        }

        int after = Volatile.Read(ref read);
        await Task.Delay(20, TestContext.Current.CancellationToken);
        Assert.Equal(after, read);
    }

    private static Pipeline<int, int, int, string> Doubling(
        Func<int, int>? read = null,
        Func<int, CancellationToken, int>? embed = null,
        Func<int, int, string>? score = null,
        bool inOrder = false,
        int embedders = 1) => new()
        {
            Read = read ?? (item => item),
            Embed = embed ?? ((item, _) => 2 * item),
            Score = (item, value, _) => score is null ? $"{item} {value}" : score(item, value),
            InOrder = inOrder,
            IsPhotosError = error => error is IOException,
            Readers = 2,
            Embedders = embedders,
            Scorers = 2,
        };

    private static async Task<List<PhotoOutcome<int, string>>> CollectAsync(
        Pipeline<int, int, int, string> pipeline, IEnumerable<int> items)
    {
        var outcomes = new List<PhotoOutcome<int, string>>();
        await foreach (var outcome in pipeline.RunAsync(items, TestContext.Current.CancellationToken)) outcomes.Add(outcome);
        return outcomes;
    }
}
