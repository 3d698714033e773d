namespace MaskClip.Outsider.Tests.Guide;

/// <summary>docs/library.md: options with a call, loading without blocking, photos and texts as a whole.</summary>
public class OptionsPerCallTests
{
    private const string Model = "world-clip";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public void Methods_AreComparedOnOneLoadedModel()
    {
        using var segmenter = Segmenter.Load(Model);
        var photo = RgbImage.Load("photo.jpg");
        var names = segmenter.Embed(Vocabulary.Parse(["sky", "grass"]), new TextOptions { Templates = PromptTemplates.Simple });

        Segmentation whole = segmenter.Segment(photo, names, photoOptions: new PhotoOptions { Method = "clip" });
        Segmentation large = segmenter.Segment(photo, names, photoOptions: new PhotoOptions { Method = "naclip:sigma=7", Size = 336 });

        Assert.False(whole.Labels.SequenceEqual(large.Labels));
        Assert.True(large.GridWidth > whole.GridWidth);
    }

    [Fact]
    public async Task Loading_TellsHowFarItIs()
    {
        var messages = new List<string>();
        void Show(string message) => messages.Add(message);
        var enough = Token;

        var progress = new Progress<LoadProgress>(step => Show($"{step.Stage} {step.Share:P0}"));
        using var segmenter = await Segmenter.LoadAsync(Model, new SegmenterOptions { Precision = Precision.Int8 }, progress, enough);

        Assert.Equal(Precision.Int8, segmenter.Options.Precision);
    }

    [Fact]
    public void WholePhotos_AreSortedByWords()
    {
        using var segmenter = Segmenter.Load(Model);
        float[] image = segmenter.EmbedImage(RgbImage.Load("photo.jpg"));
        var texts = segmenter.EmbedTexts(["a drawing of a landscape", "a photo of a keyboard"]);
        double similarity = image.Zip(texts[0], (a, b) => (double)a * b).Sum();   // a cosine: both are of unit length

        Assert.InRange(similarity, -1, 1);
        Assert.Equal(2, texts.Count);
        Assert.Equal(segmenter.Embed(RgbImage.Load("photo.jpg"), cancellationToken: Token).Size, image.Length);
    }

    [Fact]
    public void Photos_ComeFromStreamsAndMemory()
    {
        using Stream upload = File.OpenRead("photo.jpg");
        byte[] bytes = File.ReadAllBytes("photo.jpg");

        RgbImage first = RgbImage.Load(upload, name: "upload");        // need not be seekable
        RgbImage second = RgbImage.Load(bytes, name: "message");       // encoded bytes in memory
        var third = new RgbImage(first.Width, first.Height, first.Pixels.ToArray());   // pixels: red, green, blue, row by row

        Assert.True(first.Pixels.SequenceEqual(second.Pixels) && second.Pixels.SequenceEqual(third.Pixels));
    }
}
