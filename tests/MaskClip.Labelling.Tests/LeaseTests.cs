using CsCheck;
using MaskClip.Labelling.Leases;

namespace MaskClip.Labelling.Tests;

/// <summary>The table of leases.</summary>
public sealed class LeaseTests
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    [Fact]
    public void Lease_ThatIsNotRenewed_GoesToAnother()
    {
        var time = new Time();
        var table = new LeaseTable([0, 1], Minute, time);

        Assert.Equal(0, table.Lease("a"));
        Assert.Equal(1, table.Lease("b"));
        Assert.Null(table.Lease("c"));
        time.Now += Minute / 2;
        Assert.True(table.Renew("b", 1));
        time.Now += Minute * 0.75;
        Assert.Equal(0, table.Lease("c"));
        Assert.False(table.Renew("a", 0));
        Assert.Equal(1, table.TakenBack);
        table.Return("a", 0, isDone: true);
        Assert.Equal(1, table.Left);
        table.Return("b", 1, isDone: false);
        Assert.Equal(1, table.Lease("c"));
    }

    [Fact]
    public void Lease_OfWorkersThatDieAndReturn_EndsWithEveryShardDone() => Gen.Select(
        Gen.Int[1, 40], Gen.Int[1, 6], Gen.Int[0, int.MaxValue - 1]).Sample(
        (shards, workers, seed) =>
        {
            var random = new Random(seed);
            var time = new Time();
            var table = new LeaseTable(Enumerable.Range(0, shards), Minute, time);
            var work = new int?[workers];
            var done = new HashSet<int>();
            for (int step = 0; table.Left > 0; step++)
            {
                Assert.True(step < 100_000);
                int worker = random.Next(workers);
                time.Now += TimeSpan.FromSeconds(random.Next(20));
                switch (random.Next(4))
                {
                    case 0:
                        work[worker] = null; // it died
                        break;
                    case 1 when work[worker] is { } held:
                        if (!table.Renew($"{worker}", held)) work[worker] = null;
                        break;
                    case 2 when work[worker] is { } finished:
                        done.Add(finished);
                        table.Return($"{worker}", finished, isDone: true);
                        work[worker] = null;
                        break;
                    default:
                        if (work[worker] is null && table.Lease($"{worker}") is { } next)
                        {
                            Assert.DoesNotContain(next, done);
                            work[worker] = next;
                        }

                        break;
                }
            }

            Assert.Equal(shards, done.Count);
        },
        threads: 1,
        iter: 300);

    private sealed class Time : TimeProvider
    {
        public TimeSpan Now { get; set; }

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => Now.Ticks;
    }
}
