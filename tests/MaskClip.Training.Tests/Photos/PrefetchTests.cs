using MaskClip.Training.Photos;

namespace MaskClip.Training.Tests.Photos;

public sealed class PrefetchTests
{
    [Fact]
    public void Take_ItemsFinishOutOfOrder_ComeInOrder()
    {
        using var prefetch = new Prefetch<long>(
            (number, _) =>
            {
                if (number % 2 == 0) Thread.Sleep(5); // even ones come late
                return number;
            },
            from: 3,
            to: 40,
            ahead: 4,
            CancellationToken.None);
        Assert.Equal(Enumerable.Range(3, 37).Select(number => (long)number), Enumerable.Range(0, 37).Select(_ => prefetch.Take()));
        Assert.Throws<InvalidOperationException>(() => prefetch.Take());
    }

    [Fact]
    public void Take_NeverMakesMoreAheadThanAllowed()
    {
        long most = 0, taken = 0;
        using (var prefetch = new Prefetch<long>(
            (number, _) =>
            {
                InterlockedMax(ref most, number);
                return number;
            },
            from: 0,
            to: 100,
            ahead: 3,
            CancellationToken.None))
        {
            for (; taken < 10; taken++) prefetch.Take();
        }

        Assert.InRange(Interlocked.Read(ref most), 9, 12);
    }

    [Fact]
    public void Take_AnItemFails_ThrowsItsException()
    {
        using var prefetch = new Prefetch<int>(
            (number, _) => number == 1 ? throw new ImageFormatException("photo 1", "is broken.") : 0, 0, 5, 2, CancellationToken.None);
        prefetch.Take();
        Assert.Contains("photo 1", Assert.Throws<ImageFormatException>(() => prefetch.Take()).Message);
    }

    [Fact]
    public void Dispose_StopsWhatIsUnderWay()
    {
        using var started = new ManualResetEventSlim();
        var prefetch = new Prefetch<int>(
            (_, cancellation) =>
            {
                started.Set();
                cancellation.WaitHandle.WaitOne();
                cancellation.ThrowIfCancellationRequested();
                return 0;
            },
            0,
            1,
            1,
            CancellationToken.None);
        var taking = Task.Run(() => prefetch.Take());
        started.Wait();
        prefetch.Dispose();
        Assert.ThrowsAny<OperationCanceledException>(() => taking.GetAwaiter().GetResult());
    }

    private static void InterlockedMax(ref long most, long value)
    {
        for (long seen = Interlocked.Read(ref most); value > seen; seen = Interlocked.Read(ref most))
        {
            if (Interlocked.CompareExchange(ref most, value, seen) == seen) return;
        }
    }
}
