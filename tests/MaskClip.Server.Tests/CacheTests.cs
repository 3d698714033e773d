using CsCheck;
using MaskClip.Server.Photos;

namespace MaskClip.Server.Tests;

/// <summary>The cache that is bounded in bytes, and work that is shared.</summary>
public sealed class CacheTests
{
    [Fact]
    public void Cache_KeepsTheLastUsedThatFit_WhateverIsDone() => Gen.Select(
        Gen.Int[50, 400], Gen.Select(Gen.Int[0, 9], Gen.Int[1, 120], Gen.Bool).List[1, 80]).Sample((capacity, steps) =>
    {
        var cache = new ByteBoundedCache<string>(capacity, TimeSpan.FromHours(1), TimeProvider.System);
        var expected = new List<(string Key, int Size)>(); // the least recently used first
        foreach (var (number, size, adds) in steps)
        {
            var key = $"k{number}";
            int known = expected.FindIndex(entry => entry.Key == key);
            if (adds)
            {
                if (known >= 0) expected.RemoveAt(known);
                if (size <= capacity)
                {
                    while (expected.Sum(entry => entry.Size) + size > capacity) expected.RemoveAt(0);
                    expected.Add((key, size));
                }

                cache.Add(key, key, size);
            }
            else
            {
                Assert.Equal(known >= 0 ? key : null, cache.Find(key));
                if (known < 0) continue;
                expected.Add(expected[known]);
                expected.RemoveAt(known);
            }

            Assert.Equal(expected.Sum(entry => entry.Size), cache.Bytes);
        }
    });

    [Fact]
    public void Cache_LetsGoOfWhatIsNotUsed()
    {
        var clock = new Clock();
        var cache = new ByteBoundedCache<string>(100, TimeSpan.FromMinutes(10), clock);
        cache.Add("old", "old", 10);
        clock.Now += TimeSpan.FromMinutes(6);
        cache.Add("used", "used", 10);
        clock.Now += TimeSpan.FromMinutes(6);

        Assert.Null(cache.Find("old"));
        Assert.NotNull(cache.Find("used"));
        Assert.Equal(10, cache.Bytes);
    }

    [Fact]
    public async Task SharedWork_RunsOnce_AndStopsWhenNobodyWaits()
    {
        var work = new SharedWork<int>();
        int runs = 0;
        var stopped = new TaskCompletionSource();
        using var first = new CancellationTokenSource();
        using var second = new CancellationTokenSource();

        var one = work.RunAsync("key", RunAsync, first.Token);
        var two = work.RunAsync("key", RunAsync, second.Token);
        await first.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => one);
        Assert.False(stopped.Task.IsCompleted);
        await second.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => two);

        await stopped.Task.WaitAsync(TimeSpan.FromSeconds(10), TestContext.Current.CancellationToken);
        Assert.Equal(1, runs);

        async Task<int> RunAsync(CancellationToken stop)
        {
            Interlocked.Increment(ref runs);
            stop.Register(() => stopped.TrySetResult());
            await Task.Delay(Timeout.Infinite, stop);
            return 1;
        }
    }

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }
}
