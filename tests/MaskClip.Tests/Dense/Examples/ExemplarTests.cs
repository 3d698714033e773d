using MaskClip.Labels;
using MaskClip.Scores;
using MaskClip.Testing;
using MaskClip.Windows;
using MaskClip.World;

namespace MaskClip.Tests.Dense.Examples;

/// <summary>Classes that are known by places of photos and by pictures, with world-clip.</summary>
public sealed class ExemplarTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-exemplar-").FullName;
    private readonly Segmenter model;

    public ExemplarTests() => model = Segmenter.Load(SharedData.WorldClip, new() { CacheFolder = folder });

    public void Dispose()
    {
        model.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Theory]
    [InlineData(9_000_001)]
    [InlineData(9_000_002)]
    [InlineData(9_000_003)]
    [InlineData(9_000_004)]
    public void Place_OfADrawnScene_FindsWhatItIsAPlaceOf(long seed)
    {
        var scene = SmallWorld.Scene(seed, WorldSplit.Test, 256, 192);
        byte own = scene.Mask.Indices.CountBy(value => value).MaxBy(pair => pair.Value).Key;
        int at = Middle(scene.Mask.Indices, 256, own);
        using var features = model.Embed(scene.Picture);

        var result = features.Segment(TextClassifier.From([features.Exemplar("this", new(at % 256, at / 256, 1, 1))]));

        Assert.Equal(1, result.Labels[at]);
        int[] found = [.. Enumerable.Range(0, result.Labels.Length).Where(i => result.Labels[i] == 1)];
        double share = scene.Mask.Indices.Count(value => value == own) / (double)result.Labels.Length;
        double precision = found.Count(i => scene.Mask.Indices[i] == own) / (double)found.Length;
        double recall = found.Count(i => scene.Mask.Indices[i] == own) / (share * result.Labels.Length);
        Assert.True(precision > share + (1 - share) / 3 && recall > 0.4, $"share {share:0.00}: {precision:0.00}, {recall:0.00}");
    }

    [Fact]
    public void Place_BesideNames_LeavesThemTheRest()
    {
        var photo = SamplePostcard.Draw(320, 224);
        using var features = model.Embed(photo);
        var names = model.Embed(Vocabulary.Parse(["grass", "mountain"]));

        var alone = features.Segment(names);
        var result = features.Segment(names.With([features.Exemplar("blue", new(150, 30, 1, 1))]));

        Assert.Equal(["grass", "mountain", "blue"], result.Vocabulary.Classes.Select(one => one.Name));
        Assert.Equal(2, result.Labels[30 * 320 + 150]);
        int[] others = [.. Enumerable.Range(0, result.Labels.Length).Where(i => result.Labels[i] != 2)];
        Assert.Equal(others.Select(i => alone.Labels[i]), others.Select(i => result.Labels[i]));
        Assert.InRange(Assert.Single(result.Regions, region => region.Label == "blue").Score, 0.5, 1);
    }

    [Fact]
    public void Place_OfAClassThatHasWords_IsFoundByBoth()
    {
        using var features = model.Embed(SamplePostcard.Draw(320, 224));
        var names = model.Embed(Vocabulary.Parse(["Sky", "grass", "mountain"]));
        int grass = 200 * 320 + 20;
        Assert.NotEqual(0, features.Segment(names).Labels[grass]);

        var result = features.Segment(names.With([features.Exemplar("sky", new(20, 200, 1, 1))]));

        Assert.Equal(3, result.Vocabulary.Classes.Count);
        Assert.Equal(0, result.Labels[grass]);
        Assert.Equal(0, result.Labels[10 * 320 + 20]);
    }

    [Fact]
    public void NegativePlace_IsNoLongerFound()
    {
        using var features = model.Embed(SamplePostcard.Draw(320, 224));
        var like = features.Exemplar("this", new(150, 30, 1, 1));
        var all = features.Segment(TextClassifier.From([like]));
        int other = Enumerable.Range(0, all.Labels.Length).Last(i => all.Labels[i] == 1);

        var unlike = features.Exemplar("this", new(other % 320, other / 320, 1, 1), isNegative: true);
        var result = features.Segment(TextClassifier.From([like, unlike]));

        Assert.Equal(1, result.Labels[30 * 320 + 150]);
        Assert.Equal(0, result.Labels[other]);
        Assert.True(Count(result) < Count(all) && Count(result) > 0);

        static int Count(Segmentation one) => one.Labels.ToArray().Count(label => label == 1);
    }

    [Fact]
    public void Picture_CutOutOfAPhoto_IsFoundThere_AndHardlyInOneThatIsOtherwise()
    {
        var photo = SamplePostcard.Draw(320, 224);
        var exemplar = model.EmbedExemplar(photo.Crop(new(10, 160, 100, 60)), "meadow");
        var blue = new byte[3 * 320 * 224];
        for (int i = 0; i < blue.Length; i++) blue[i] = (byte)(i % 3 == 2 ? 220 + i / 3 % 16 : 90);

        var there = model.Segment(photo, TextClassifier.From([exemplar]));
        var elsewhere = model.Segment(new RgbImage(320, 224, blue), TextClassifier.From([exemplar]));

        Assert.Equal(1, there.Labels[190 * 320 + 60]);
        Assert.Equal(0, there.Labels[20 * 320 + 60]);
        Assert.DoesNotContain(elsewhere.Regions, region => region.Label == "meadow" && region.Share > 0.02);
    }

    [Theory]
    [InlineData(null, false)]
    [InlineData(64, false)]
    [InlineData(64, true)]
    public void Feature_OfABox_IsTheMeanOverItsPixels(int? stride, bool flip)
    {
        var photo = SamplePostcard.Draw(200, 150);
        var options = new PhotoOptions { Size = 128, Windows = stride is { } by ? new(96, by) : null, Flip = flip };
        using var features = model.Embed(photo, options);
        var box = new PixelBox(30, 40, 25, 17);
        var plans = new InputPlan(model.CompletePhotos(options), 128, 8, 8).Passes(200, 150);
        var windows = features.Windows;
        var expected = new double[features.Size];
        for (int pass = 0; pass < plans.Count; pass++)
        {
            var plan = plans[pass];
            for (int pixel = 0; pixel < box.Width * box.Height; pixel++)
            {
                int x = box.X + pixel % box.Width, y = box.Y + pixel / box.Width;
                var down = AxisTaps.Create(plan.Rows, plan.Direct, mirrored: false, 150);
                var across = AxisTaps.Create(plan.Columns, plan.Direct, plan.Mirrored, 200);
                foreach (var (row, weight) in down.Indices(y).ToArray().Zip(down.Weights(y).ToArray()))
                {
                    foreach (var (column, share) in across.Indices(x).ToArray().Zip(across.Weights(x).ToArray()))
                    {
                        var window = windows[pass][row / plan.Rows.Cells][column / plan.Columns.Cells];
                        int position = row % plan.Rows.Cells * plan.Columns.Cells + column % plan.Columns.Cells;
                        for (int i = 0; i < expected.Length; i++)
                            expected[i] += weight * share * window.Features.Span[position * features.Size + i];
                    }
                }
            }
        }

        double length = Math.Sqrt(expected.Sum(value => value * value));

        var feature = features.Exemplar("this", box).Feature.ToArray();

        Assert.Equal(expected.Select(value => value / length), feature.Select(value => (double)value), Close);

        static bool Close(double a, double b) => Math.Abs(a - b) < 1e-5;
    }

    [Fact]
    public void Segment_StreamedWindows_AreThoseThatAreHeld()
    {
        var photo = SamplePostcard.Draw(300, 200);
        var way = new PhotoOptions { Size = 160, Windows = new(96, 64), Keys = true };
        using var features = model.Embed(photo, way);
        var classifier = model.Embed(Vocabulary.Parse(["grass", "mountain"])).With([features.Exemplar("blue", new(150, 30, 1, 1))]);
        var options = model.Complete(new() { PromptDenoising = 0.3f, Presence = 0.6f, KeySmoothing = 1, AreaThreshold = 0.01f });
        var plan = Assert.Single(new InputPlan(model.CompletePhotos(way), 160, 8, 8).Passes(300, 200));
        var streamed = new PhotoSegmentation(
            photo, [(plan, row => features.Windows[0][row])], KeyAxis.Channels, default, new() { KeptBytes = 0 });

        var expected = features.Segment(classifier, options);
        var result = streamed.Run(classifier, options, stream: true, CancellationToken.None);

        Assert.Equal(expected.Labels.ToArray(), result.Labels.ToArray());
        Assert.Equal(2, result.Labels[30 * 300 + 150]);
    }

    [Theory]
    [InlineData("guided")]
    [InlineData("pamr")]
    [InlineData("propagation")]
    [InlineData("reduction")]
    [InlineData("best-name")]
    public void Segment_WithWhatElseThereIs_FindsThePlace(string what)
    {
        var photo = SamplePostcard.Draw(320, 224);
        using var features = model.Embed(photo);
        var names = model.Embed(
            Vocabulary.Parse(["grass|meadow", "mountain"], ["water", "sun"]),
            what == "best-name" ? new() { Synonyms = SynonymMode.BestName } : null);
        SegmentationOptions options = what switch
        {
            "guided" => new() { GuidedFilter = new() },
            "pamr" => new() { Pamr = new() },
            "propagation" => new() { Propagation = new() },
            "reduction" => new() { VocabularyReduction = 0.5f },
            _ => new(),
        };

        var result = features.Segment(names.With([features.Exemplar("blue", new(150, 30, 1, 1))]), options);

        Assert.Equal(3, result.Labels[30 * 320 + 150]);
        Assert.NotEqual(3, result.Labels[200 * 320 + 20]);
    }

    /// <summary>A pixel of a class that has most of the class around it.</summary>
    private static int Middle(byte[] labels, int width, byte own)
    {
        int[] all = [.. Enumerable.Range(0, labels.Length).Where(i => labels[i] == own)];
        return all.Where((_, i) => i % 16 == 0).MaxBy(i => Enumerable.Range(1, 40).TakeWhile(r => Same(i, r)).Count());

        bool Same(int i, int r) => Inside(i - r * width) && Inside(i + r * width) && Inside(i - r) && Inside(i + r)
            && i % width >= r && i % width + r < width;

        bool Inside(int i) => i >= 0 && i < labels.Length && labels[i] == own;
    }
}
