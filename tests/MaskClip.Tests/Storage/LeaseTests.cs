using MaskClip.Storage;

namespace MaskClip.Tests.Storage;

public sealed class LeaseTests
{
    [Fact]
    public void Dispose_NoCallRunning_FreesNowAndOnce()
    {
        int freed = 0;
        var lease = new Lease(() => freed++);
        lease.Begin().Dispose();
        Assert.Equal(0, freed);

        lease.Dispose();
        lease.Dispose();

        Assert.Equal(1, freed);
        Assert.True(lease.IsDisposed);
    }

    [Fact]
    public void Dispose_CallsRunning_FreesWithTheLast()
    {
        int freed = 0;
        var lease = new Lease(() => freed++);
        Lease.Call first = lease.Begin(), second = lease.Begin();

        lease.Dispose();
        Assert.Throws<ObjectDisposedException>(() => lease.Begin());
        first.Dispose();
        Assert.Equal(0, freed);
        second.Dispose();

        Assert.Equal(1, freed);
        Assert.Throws<ObjectDisposedException>(() => lease.Begin());
        Assert.Equal(1, freed);
    }

    [Fact]
    public async Task Dispose_CallsBeginAndEndAllTheTime_NeverFreesUnderOne()
    {
        for (int round = 0; round < 200; round++)
        {
            int freed = 0, running = 0;
            var lease = new Lease(() =>
            {
                Assert.Equal(0, Volatile.Read(ref running));
                Interlocked.Increment(ref freed);
            });
            var calls = Enumerable.Range(0, 16).Select(_ => Task.Run(() =>
            {
                while (true)
                {
                    Lease.Call call;
                    try
                    {
                        call = lease.Begin();
                    }
                    catch (ObjectDisposedException)
                    {
                        return;
                    }

                    using (call)
                    {
                        Interlocked.Increment(ref running);
                        Assert.Equal(0, Volatile.Read(ref freed));
                        Interlocked.Decrement(ref running);
                    }
                }
            })).ToArray();
            lease.Dispose();
            await Task.WhenAll(calls);
            Assert.Equal(1, freed);
        }
    }
}
