namespace MaskClip.Outsider.Tests.Guide;

/// <summary>docs/library.md: masks, labels, features, many photos, threads, ends.</summary>
public class FirstMasksTests
{
    private const string Model = "world-clip";

    [Fact]
    public void FirstMasks_AreWrittenAndRead()
    {
        using var segmenter = Segmenter.Load(Model);
        var photo = RgbImage.Load("photo.jpg");
        TextClassifier names = segmenter.Embed(Vocabulary.Parse(["sky", "grass", "house|hut", "tree"], background: ["mountain", "water"]));
        Segmentation result = segmenter.Segment(photo, names);

        foreach (var region in result.Regions) Console.WriteLine($"{region.Label}: {region.Share:P0} of the photo, in {region.Bounds}");
        foreach (var writer in SegmentationWriters.Parse("overlay,mask,json")) writer.Write(photo, result, folder: "out", stem: "photo");

        Assert.All(["out/photo.overlay.png", "out/photo.mask.png", "out/photo.json"], path => Assert.True(File.Exists(path), path));
        Assert.Contains(result.Regions, region => region.Label == "sky");

        int x = photo.Width / 2, y = 10;
        int label = result.Labels[y * result.Width + x];
        string name = label == Segmentation.Ignore ? "nothing" : result.Vocabulary.Classes[label].Name;
        float score = result.Scores(label)[y * result.GridHeight / result.Height * result.GridWidth + x * result.GridWidth / result.Width];

        Assert.Equal("sky", name);
        Assert.InRange(score, 0.2f, 1);
    }

    [Fact]
    public void Features_AreScoredAgainAndAgain()
    {
        using var segmenter = Segmenter.Load(Model);
        using var features = segmenter.Embed(RgbImage.Load("photo.jpg"));
        Segmentation things = features.Segment(["house", "tree", "cow", "boat"]);
        Segmentation sure = features.Segment(["sky", "water"], new SegmentationOptions { MinScore = 0.6f });

        ReadOnlySpan<float> first = features.Features[..features.Size];   // [gridHeight * gridWidth, size], of unit length

        Assert.Equal(features.GridWidth * features.GridHeight * features.Size, features.Features.Length);
        Assert.Equal(1, Math.Sqrt(first.ToArray().Sum(value => (double)value * value)), 1e-4);
        Assert.True(sure.Labels.Contains(Segmentation.Ignore));
        Assert.False(things.Labels.Contains(Segmentation.Ignore));
    }

    [Fact]
    public async Task ManyPhotos_OneIsBroken_TheOthersAreSegmented()
    {
        using var segmenter = Segmenter.Load(Model, new SegmenterOptions { Threads = 1 });
        var names = segmenter.Embed(Vocabulary.Parse(["sky", "grass"]));
        var (done, failed) = (0, new List<string>());

        using var enough = new CancellationTokenSource(TimeSpan.FromMinutes(10));
        var paths = Directory.EnumerateFiles("photos", "*.png").Order();
        await foreach (var (path, photo, result, error) in segmenter.SegmentFilesAsync(paths, names, cancellationToken: enough.Token))
        {
            if (result is null) failed.Add($"{path}: {error!.Message}");
            else done++;
        }

        Assert.Equal(2, done);
        Assert.Contains("3.png", Assert.Single(failed));
    }

    [Fact]
    public async Task Cancellation_BeforeOrWhileItWorks_Stops()
    {
        using var segmenter = Segmenter.Load(Model);
        using var stopped = new CancellationTokenSource();
        await stopped.CancelAsync();

        Assert.ThrowsAny<OperationCanceledException>(() => segmenter.Embed(RgbImage.Load("photo.jpg"), cancellationToken: stopped.Token));
        var names = segmenter.Embed(Vocabulary.Parse(["sky"]), cancellationToken: TestContext.Current.CancellationToken);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(async () =>
        {
            await foreach (var one in segmenter.SegmentFilesAsync(["photos/1.png", "photos/2.png"], names, cancellationToken: stopped.Token)) _ = one;
        });
    }

    [Fact]
    public void Threads_ShareOneSegmenter()
    {
        using var segmenter = Segmenter.Load(Model, new SegmenterOptions { Threads = 1 });
        var names = segmenter.Embed(Vocabulary.Parse(["sky", "grass"]));
        var results = new Segmentation[4];

        Parallel.For(0, results.Length, i => results[i] = segmenter.Segment(RgbImage.Load("photo.jpg"), names));

        Assert.All(results, result => Assert.True(result.Labels.SequenceEqual(results[0].Labels)));
    }

    [Fact]
    public void Memory_WindowsOfALargePhoto_AreLetGoOneRowAfterTheOther()
    {
        using var segmenter = Segmenter.Load(Model, new SegmenterOptions { Photos = new() { Windows = new SlidingWindows(Crop: 128, Stride: 64) } });
        var names = segmenter.Embed(Vocabulary.Parse(["sky", "grass"]));
        var progress = new Progress<double>(share => Console.WriteLine($"{share:P0}"));
        Segmentation result = segmenter.Segment(RgbImage.Load("photo.jpg"), names, progress: progress);

        Assert.Equal(640 * 448, result.Labels.Length);
        using var features = segmenter.Embed(RgbImage.Load("photo.jpg"));
        Assert.Contains("no single grid", Assert.Throws<InvalidOperationException>(() => features.Features.Length).Message);
    }

    [Fact]
    public void Errors_NameEveryOptionAtOnce()
    {
        string? message = null;
        try
        {
            using var segmenter = Segmenter.Load(Model, new SegmenterOptions { Photos = new() { Size = 7, Method = "naclip:sigma=wide" } });
        }
        catch (OptionsException error)
        {
            message = error.Message;   // both are named, with what is allowed; nothing was loaded
        }

        Assert.Contains("the size is 7", message);
        Assert.Contains("'sigma' is 'wide'", message);
    }

    [Fact]
    public void Disposal_FeaturesAndResultsOutliveTheModel()
    {
        var segmenter = Segmenter.Load(Model);
        var names = segmenter.Embed(Vocabulary.Parse(["sky", "grass"]));
        using var features = segmenter.Embed(RgbImage.Load("photo.jpg"));
        var before = features.Segment(names);
        segmenter.Dispose();   // safe while other threads use it; their calls end, later ones throw an ObjectDisposedException

        Segmentation after = features.Segment(names);   // features and names are numbers: they need no engine

        Assert.True(after.Labels.SequenceEqual(before.Labels));
        Assert.Throws<ObjectDisposedException>(() => segmenter.Embed(RgbImage.Load("photo.jpg")));
        Assert.Throws<ObjectDisposedException>(() => features.Segment(["boat"]));
    }
}
