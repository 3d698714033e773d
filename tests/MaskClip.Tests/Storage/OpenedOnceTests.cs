using MaskClip.Storage;

namespace MaskClip.Tests.Storage;

public sealed class OpenedOnceTests
{
    [Fact]
    public async Task Get_SlowOpening_OneIsOpenedAndWaitsCanBeCancelled()
    {
        using var goOn = new ManualResetEventSlim();
        int opened = 0;
        using var once = new OpenedOnce<MemoryStream>(() =>
        {
            Interlocked.Increment(ref opened);
            goOn.Wait();
            return new MemoryStream();
        });
        using var cancel = new CancellationTokenSource();
        var cancelled = Task.Run(() => once.Get(cancel.Token), TestContext.Current.CancellationToken);
        await cancel.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => cancelled);

        var waiting = Enumerable.Range(0, 4).Select(_ => Task.Run(() => once.Get(), TestContext.Current.CancellationToken)).ToArray();
        goOn.Set();

        Assert.Single((await Task.WhenAll(waiting)).Distinct());
        Assert.Equal(1, opened);
    }

    [Fact]
    public void Get_OpeningFails_TheNextTriesAgain()
    {
        bool fails = true;
        using var once = new OpenedOnce<MemoryStream>(() => fails ? throw new IOException("full") : new MemoryStream());
        Assert.Equal("full", Assert.Throws<IOException>(() => once.Get()).Message);
        fails = false;
        Assert.Same(once.Get(), once.Get());
    }

    [Fact]
    public void Get_CancelledBefore_OpensNothing()
    {
        int opened = 0;
        using var once = new OpenedOnce<MemoryStream>(() =>
        {
            opened++;
            return new MemoryStream();
        });
        Assert.ThrowsAny<OperationCanceledException>(() => once.Get(new CancellationToken(canceled: true)));
        using var stream = once.Get(TestContext.Current.CancellationToken);
        Assert.Equal(1, opened);
    }

    [Fact]
    public async Task Dispose_WhileItIsOpened_DisposesWhatComesOfIt()
    {
        using var goOn = new ManualResetEventSlim();
        var stream = new MemoryStream();
        var once = new OpenedOnce<MemoryStream>(() =>
        {
            goOn.Wait();
            return stream;
        });
        var waiting = Task.Run(() => once.Get(), TestContext.Current.CancellationToken);
        while (!waiting.IsCompleted && waiting.Status != TaskStatus.Running) await Task.Delay(5, TestContext.Current.CancellationToken);
        await Task.Delay(50, TestContext.Current.CancellationToken);

        once.Dispose();
        Assert.True(stream.CanRead);
        goOn.Set();
        await waiting;

        for (int i = 0; i < 1000 && stream.CanRead; i++) await Task.Delay(5, TestContext.Current.CancellationToken);
        Assert.False(stream.CanRead);
    }
}
