using MaskClip.World;

namespace MaskClip.Tests;

public sealed class LoadAsyncTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-load-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public async Task LoadAsync_Int8_SaysWhatItDoesAndHowFarItIs()
    {
        var told = new Steps();

        using var segmenter = await Segmenter.LoadAsync("world-clip", Options(Precision.Int8), told, Token);

        Assert.Equal(
            [LoadStage.ReadCheckpoint, LoadStage.ChooseInt8Layers, LoadStage.OpenImageTower], told.Select(step => step.Stage).Distinct());
        double[] shares = [.. told.Where(step => step.Stage == LoadStage.ChooseInt8Layers).Select(step => step.Share)];
        Assert.Equal(shares.Order(), shares);
        Assert.Equal((0, 1), (shares[0], shares[^1]));
        Assert.True(shares.Length > 10, $"told {shares.Length} times");
    }

    [Fact]
    public async Task LoadAsync_Cancelled_StopsAndTheNextLoadsWhole()
    {
        using var stop = new CancellationTokenSource();
        var stopping = new Steps(step =>
        {
            if (step is { Stage: LoadStage.ChooseInt8Layers, Share: > 0 }) stop.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Segmenter.LoadAsync("world-clip", Options(Precision.Int8), stopping, stop.Token));

        Assert.DoesNotContain(stopping, step => step.Stage == LoadStage.OpenImageTower);
        using var segmenter = await Segmenter.LoadAsync("world-clip", Options(Precision.Float32), cancellationToken: Token);
        using var features = segmenter.Embed(SamplePostcard.Draw(96, 64), cancellationToken: Token);
        Assert.NotEmpty(features.Segment(["sky", "grass"], cancellationToken: Token).Regions);
    }

    [Fact]
    public async Task LoadAsync_ThereIsNoSuchModel_ThrowsAsLoadDoes()
    {
        var expected = Assert.Throws<FileNotFoundException>(() => Segmenter.Load("no-such-model", Options(Precision.Float32)));
        var error = await Assert.ThrowsAsync<FileNotFoundException>(() =>
            Segmenter.LoadAsync("no-such-model", Options(Precision.Float32), cancellationToken: Token));
        Assert.Equal(expected.Message, error.Message);
    }

    private SegmenterOptions Options(Precision precision) => new()
    {
        Precision = precision,
        Photos = new() { Size = 64 },
        CacheFolder = folder,
    };

    /// <summary>Keeps what it is told, at once and in its order.</summary>
    private sealed class Steps(Action<LoadProgress>? then = null) : List<LoadProgress>, IProgress<LoadProgress>
    {
        public void Report(LoadProgress value)
        {
            Add(value);
            then?.Invoke(value);
        }
    }
}
