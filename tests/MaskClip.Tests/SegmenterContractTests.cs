using System.Reflection;
using MaskClip.World;

namespace MaskClip.Tests;

/// <summary><see cref="ISegmenter"/>: CLIP with names, and anyone's own.</summary>
public sealed class SegmenterContractTests : IDisposable
{
    private static readonly Vocabulary Names = Vocabulary.Parse(["sky", "grass"], ["wall"]);

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-contract-").FullName;
    private readonly Segmenter model;

    public SegmenterContractTests() => model = Segmenter.Load("world-clip", new()
    {
        Photos = new() { Size = 64 },
        Texts = new() { Templates = PromptTemplates.Simple },
        CacheFolder = folder,
    });

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public void Dispose()
    {
        model.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void For_ClassifierAndOptions_SegmentsAsTheModelDoes()
    {
        var photo = SamplePostcard.Draw(96, 64);
        var text = model.Embed(Names, cancellationToken: Token);
        var options = new SegmentationOptions { MinScore = 0.4f, PromptDenoising = 0.2f };

        ISegmenter segmenter = model.For(text, options);

        Assert.Same(Names, segmenter.Vocabulary);
        Assert.Equal("world-clip", segmenter.Name);
        Assert.Equal(model.Segment(photo, text, options, cancellationToken: Token).Labels, segmenter.Segment(photo, Token).Labels);
    }

    [Fact]
    public void Fingerprint_AnyOptionThatDecidesLabels_ChangesIt()
    {
        var text = model.Embed(Names, cancellationToken: Token);
        var seen = new Dictionary<string, string> { [model.For(text).Fingerprint] = "nothing" };
        void IsNew(string what, ISegmenter segmenter) =>
            Assert.True(seen.TryAdd(segmenter.Fingerprint, what), $"{what} is taken for {seen.GetValueOrDefault(segmenter.Fingerprint)}");

        foreach (var property in Settable<SegmentationOptions>())
        {
            var options = new SegmentationOptions();
            property.SetValue(options, Other(property, options));
            if (property.Name == nameof(SegmentationOptions.KeySmoothingTemperature)) options.KeySmoothing = 0.5f;
            if (property.Name == nameof(SegmentationOptions.Sigmoid))
            {
                // This model was trained with a softmax; a SigLIP's fingerprint is looked at in the parity tests.
                Assert.Throws<OptionsException>(() => model.For(text, options));
                continue;
            }

            if (property.Name == nameof(SegmentationOptions.KeepFeatures))
            {
                // It decides what is kept, and no label.
                Assert.Equal(model.For(text).Fingerprint, model.For(text, options).Fingerprint);
                continue;
            }

            IsNew(property.Name, model.For(text, options));
        }

        IsNew("PAMR's dilations", model.For(text, new() { Pamr = new() { Dilations = [1] } }));
        IsNew("the filter's radius", model.For(text, new() { GuidedFilter = new() { Radius = 2 } }));
        IsNew("propagation's weight", model.For(text, new() { Propagation = new() { DataWeight = 0.2 } }));
        IsNew("propagation's sharpness", model.For(text, new() { Propagation = new() { Sharpness = 2 } }));
        IsNew("the filter's epsilon", model.For(text, new() { GuidedFilter = new() { Epsilon = 0.5f } }));
        foreach (var property in Settable<PhotoOptions>())
        {
            var options = new PhotoOptions { Size = 64 };
            property.SetValue(options, Other(property, options));
            IsNew(property.Name, model.For(text, photoOptions: options));
        }

        IsNew("a name", model.For(model.Embed(Vocabulary.Parse(["sky", "snow"], ["wall"]), cancellationToken: Token)));
        IsNew("the order of names", model.For(model.Embed(Vocabulary.Parse(["grass", "sky"], ["wall"]), cancellationToken: Token)));
        IsNew("templates", model.For(model.Embed(Names, new() { Templates = PromptTemplates.MaskClip }, Token)));
        Assert.Equal(
            model.For(text).Fingerprint,
            model.For(model.Embed(Vocabulary.Parse(["sky", "grass"], ["wall"]), cancellationToken: Token)).Fingerprint);
    }

    [Fact]
    public async Task SegmentFilesAsync_ASegmenterOfAnyonesOwn_GivesItsResultsInOrderAndFailuresByPhoto()
    {
        string[] paths = [.. Enumerable.Range(0, 5).Select(i => Path.Combine(folder, $"{i}.png"))];
        for (int i = 0; i < paths.Length; i++) SamplePostcard.Draw(64 + i, 64).SavePng(paths[i]);
        await File.WriteAllTextAsync(paths[2], "no picture", Token);
        var own = new TopAndBottom();

        var results = new List<SegmentedPhoto>();
        await foreach (var photo in own.SegmentFilesAsync(paths, Token)) results.Add(photo);

        Assert.Equal(paths, results.Select(photo => photo.Path));
        Assert.Equal([64, 65, 0, 67, 68], results.Select(photo => photo.Result?.Width ?? 0));
        Assert.IsType<ImageFormatException>(results[2].Error);
        Assert.All(
            results.Where(photo => photo.Result is not null),
            photo => Assert.Equal((0, 1), (photo.Result!.Labels[0], photo.Result.Labels[^1])));
    }

    [Fact]
    public async Task SegmentFilesAsync_AResultOfAnotherSize_NamesTheSegmenterAndBothSizes()
    {
        var path = Path.Combine(folder, "photo.png");
        SamplePostcard.Draw(80, 64).SavePng(path);

        Exception? error = null;
        await foreach (var photo in new TopAndBottom { Shrinks = true }.SegmentFilesAsync([path], Token)) error = photo.Error;

        Assert.IsType<InvalidOperationException>(error);
        Assert.Contains("'top and bottom'", error.Message);
        Assert.Contains("40x32", error.Message);
        Assert.Contains("80x64", error.Message);
    }

    [Fact]
    public void EmbedTexts_ASentence_IsTheNameInThatTemplate()
    {
        var text = Assert.Single(model.EmbedTexts(PromptTemplates.Simple.Fill("sky"), Token));
        Assert.Equal(1, text.Sum(value => value * value), 1e-5f);
        var name = model.Embed(Vocabulary.Parse(["sky"]), cancellationToken: Token).Embeddings;
        for (int i = 0; i < text.Length; i++) Assert.Equal(name[i], text[i], 1e-5f);
        Assert.Empty(model.EmbedTexts([], Token));
    }

    [Fact]
    public void EmbedImage_APhoto_IsOfUnitLengthAndNearerToWhatItShows()
    {
        var image = model.EmbedImage(SamplePostcard.Draw(), Token);
        Assert.Equal(1, image.Sum(value => value * value), 1e-5f);
        var texts = model.EmbedTexts(["a photo of grass.", "a photo of a refrigerator."], Token);
        double Cosine(float[] other) => image.Zip(other, (a, b) => (double)a * b).Sum();
        Assert.True(Cosine(texts[0]) > Cosine(texts[1]));
    }

    [Fact]
    public void Segment_CancelledFeatures_Stops()
    {
        using var features = model.Embed(SamplePostcard.Draw(400, 300), cancellationToken: Token);
        using var stop = new CancellationTokenSource();
        stop.Cancel();
        Assert.ThrowsAny<OperationCanceledException>(() => features.Segment(Names, new() { Pamr = new() }, stop.Token));
        Assert.ThrowsAny<OperationCanceledException>(() => features.Segment(Names, cancellationToken: stop.Token));
    }

    [Fact]
    public void Load_EncodedBytes_AreThePictureOfTheFile()
    {
        var path = Path.Combine(folder, "photo.png");
        SamplePostcard.Draw(80, 64).SavePng(path);
        Assert.Equal(RgbImage.Load(path).Pixels, RgbImage.Load(File.ReadAllBytes(path)).Pixels);
        Assert.Equal("upload", Assert.Throws<ImageFormatException>(() => RgbImage.Load(ReadOnlyMemory<byte>.Empty, "upload")).Name);
    }

    private static IEnumerable<PropertyInfo> Settable<T>() => typeof(T).GetProperties().Where(property => property.CanWrite);

    /// <summary>Another value that is allowed.</summary>
    private static object Other(PropertyInfo property, object options) => (property.Name, property.GetValue(options)) switch
    {
        (nameof(SegmentationOptions.LogitScale), _) => 50f,
        (nameof(SegmentationOptions.Pamr), _) => new PamrOptions(),
        (nameof(SegmentationOptions.GuidedFilter), _) => new GuidedFilterOptions(),
        (nameof(SegmentationOptions.Propagation), _) => new PropagationOptions(),
        (nameof(PhotoOptions.Method), _) => "clip",
        (nameof(PhotoOptions.Size), _) => 96,
        (nameof(PhotoOptions.LongSide), _) => 1000,
        (nameof(PhotoOptions.Windows), _) => new SlidingWindows(64, 32),
        (nameof(PhotoOptions.Scales), _) => new double[] { 1, 2 },
        (nameof(PhotoOptions.OutputStride), _) => 8,
        (_, InputResize) => InputResize.OpenCvBilinear,
        (_, InputSides) => InputSides.Pad,
        (_, bool flag) => !flag,
        (_, null or float) => 0.3f,
        var (name, _) => throw new InvalidOperationException($"Say what else {name} can be."),
    };

    /// <summary>The upper half is one class, the lower half the other.</summary>
    private sealed class TopAndBottom : ISegmenter
    {
        public bool Shrinks { get; init; }

        public string Name => "top and bottom";

        public string Fingerprint => "1";

        public Vocabulary Vocabulary { get; } = Vocabulary.Parse(["top", "bottom"]);

        public Segmentation Segment(RgbImage photo, CancellationToken cancellationToken = default)
        {
            int width = Shrinks ? photo.Width / 2 : photo.Width, height = Shrinks ? photo.Height / 2 : photo.Height;
            return new Segmentation(
                width, height, Vocabulary, [.. Enumerable.Range(0, width * height).Select(i => (ushort)(i / width < height / 2 ? 0 : 1))]);
        }
    }
}
