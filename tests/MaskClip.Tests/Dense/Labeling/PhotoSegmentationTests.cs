using CsCheck;
using MaskClip.Edges;
using MaskClip.Labels;
using MaskClip.Scores;
using MaskClip.Windows;

namespace MaskClip.Tests.Dense.Labeling;

public class PhotoSegmentationTests
{
    private static readonly Gen<int> Seeds = Gen.Int[0, int.MaxValue - 1];

    private static readonly Gen<SegmentationOptions> Options = Gen.Select(Gen.Bool, Gen.Bool, Gen.Float[0, 0.6f], Gen.Bool)
        .Select((smooth, denoise, threshold, area) => new SegmentationOptions
        {
            LogitScale = 8,
            KeySmoothing = smooth ? 0.7f : null,
            PromptDenoising = denoise ? 0.4f : null,
            MinScore = threshold / 2,
            AreaThreshold = area ? 0.2f : 0,
        });

    [Fact]
    public void Run_AnyWindowsFlipsScalesAndThresholds_IsTheSlowReferences() => Gen.Select(
        Seeds, Options, Gen.Enum<SynonymMode>(), Gen.Bool)
        .Sample(
        (seed, options, synonyms, background) =>
        {
            if (background) options = options with { BackgroundThreshold = options.MinScore + 0.2f };
            var photo = new RandomPhoto(seed, background, synonyms);

            var result = photo.Segment(options);

            Check(photo, options, result);
        },
        iter: 80);

    [Fact]
    public void Run_Streamed_IsTheSameAndAsksForEachRowOnceFromTopToBottom() => Gen.Select(Seeds, Gen.Bool).Sample(
        (seed, smooth) =>
        {
            var options = new SegmentationOptions { LogitScale = 8, KeySmoothing = smooth ? 0.7f : null };
            var photo = new RandomPhoto(seed, mostRows: 500); // several bands
            var whole = photo.Segment(options);
            photo.Asked.Clear();

            var streamed = photo.Segment(options, stream: true);

            Same(whole, streamed);
            Assert.Equal(photo.Asked.Distinct().Count(), photo.Asked.Count);
            foreach (var pass in photo.Asked.GroupBy(asked => asked.Pass)) Assert.Equal(pass.Order(), pass);
        },
        seed: "0oLg9rHfUaQ5", // its first photo has windows that only the grid of confidences reads
        iter: 50);

    [Fact]
    public void Run_StreamedAndRefined_IsTheSameWhetherScoresAreKeptOrMadeAgain() => Gen.Select(Seeds, Options, Gen.Bool).Sample(
        (seed, options, keep) =>
        {
            var photo = new RandomPhoto(seed, mostRows: 500); // several bands
            var whole = photo.Segment(options);

            var streamed = photo.Segment(options, stream: true, limits: new() { KeptBytes = keep ? long.MaxValue : 0 });

            Same(whole, streamed);
        },
        iter: 50);

    [Fact]
    public void Run_Refined_IsTheSlowReferencesInTilesOfAnySize() => Gen.Select(
        Seeds, Options, Gen.Enum<SynonymMode>(), Gen.Int[1, 4], Gen.Bool)
        .Sample(
        (seed, options, synonyms, iterations, whole) =>
        {
            options = options with { Pamr = new PamrOptions { Iterations = iterations, Dilations = [1, 3] } };
            var photo = new RandomPhoto(seed, background: false, synonyms, mostRows: 50);
            var limits = new LabelingLimits
            {
                Presence = 0,
                SmallestTile = 5,
                Weights = whole ? int.MaxValue : 1,
                Pixels = whole ? 400 : 100,
            };

            var result = photo.Segment(options, limits: limits);

            Check(photo, options, result);
        },
        iter: 30);

    [Fact]
    public void Run_Guided_IsTheSlowReferencesInTilesOfAnySize() => Gen.Select(
        Seeds, Options, Gen.Enum<SynonymMode>(), Gen.Double[0.25, 2], Gen.Int[3, 60])
        .Sample(
        (seed, options, synonyms, radius, side) =>
        {
            options = options with { GuidedFilter = new GuidedFilterOptions { Radius = radius, Epsilon = 1e-2f } };
            var photo = new RandomPhoto(seed, background: false, synonyms, mostRows: 50);
            var limits = new LabelingLimits { Presence = 0, GuidedTile = (side, side) };

            var result = photo.Segment(options, limits: limits);

            Check(photo, options, result);
        },
        iter: 25);

    [Fact]
    public void Run_Propagated_IsTheSlowReferencesInTilesOfAnySize() => Gen.Select(
        Seeds, Options, Gen.Enum<SynonymMode>(), Gen.Double[0.05, 2], Gen.Double[0, 8], Gen.Int[20, 600])
        .Sample(
        (seed, options, synonyms, data, sharpness, pixels) =>
        {
            // Without smoothing: where keys are opposed its probabilities are nearly 0/0, which propagation carries to other places.
            options = options with
            {
                KeySmoothing = null,
                Propagation = new PropagationOptions { DataWeight = data, Sharpness = sharpness },
            };
            var photo = new RandomPhoto(seed, background: false, synonyms, mostRows: 40);
            var limits = new LabelingLimits { Presence = 0, Pixels = pixels };

            var result = photo.Segment(options, limits: limits);

            Check(photo, options, result);
        },
        iter: 20);

    [Fact]
    public void Run_PropagatedAsReleased_IsItsCodesInTilesOfAnySize() => Gen.Select(
        Seeds, Options, Gen.Enum<SynonymMode>(), Gen.Int[20, 600])
        .Sample(
        (seed, options, synonyms, pixels) =>
        {
            // Removed names have scores far below all others', which the published code spreads as they are: with them rounding decides.
            options = options with { KeySmoothing = null, PromptDenoising = null, Propagation = AsReleased };
            var photo = new RandomPhoto(seed, background: false, synonyms, mostRows: 40);

            var result = photo.Segment(options, limits: new() { Pixels = pixels });

            Check(photo, options, result);
        },
        iter: 20);

    [Fact]
    public void Run_RefinedAndStreamed_IsTheSame() => Gen.Select(Seeds, Options, Gen.Int[0, 3]).Sample(
        (seed, options, way) =>
        {
            options = way switch
            {
                0 => options with { GuidedFilter = new() },
                1 => options with { Pamr = new PamrOptions { Iterations = 2, Dilations = [1, 3] } },
                2 => options with { Propagation = AsReleased },
                _ => options with { Propagation = new() },
            };
            var photo = new RandomPhoto(seed, mostRows: 200);
            var limits = new LabelingLimits { SmallestTile = 15, Weights = 1, GuidedTile = (40, 30), KeptBytes = 0 };

            Same(photo.Segment(options, limits: limits), photo.Segment(options, stream: true, limits));
        },
        iter: 30);

    [Fact]
    public void Run_PropagatedPhotoSmallerThanItsGrid_ReadsRowsOfWindowsThatNoPixelIsMadeOf()
    {
        // The photo's few pixels are read from some points of the grid only, but all of them take part in propagation.
        var options = new SegmentationOptions { LogitScale = 8, Propagation = new() };
        int smaller = 0;
        for (int seed = 0; seed < 400; seed++)
        {
            var photo = new RandomPhoto(seed, mostRows: 8);
            if (photo.Plans.Max(plan => plan.Rows.Starts.Count) < 4) continue;
            smaller++;
            Same(photo.Segment(options), photo.Segment(options, stream: true, new LabelingLimits { KeptBytes = 0 }));
        }

        Assert.True(smaller > 5, $"{smaller} photos with rows of windows to spare.");
    }

    private static PropagationOptions AsReleased => new() { Released = ([0.5f, 0.4f, 0.3f], [0.2f, 0.3f, 0.25f]) };

    private static void Same(Segmentation expected, Segmentation actual)
    {
        Assert.Equal(expected.Data, actual.Data);
        Assert.Equal(expected.Regions, actual.Regions);
        for (int c = 0; c < expected.Vocabulary.Classes.Count; c++) Assert.Equal(expected.Scores(c).ToArray(), actual.Scores(c).ToArray());
    }

    private static void Check(RandomPhoto photo, SegmentationOptions options, Segmentation result)
    {
        var reference = new SlowReference(photo.Classifier, options, photo.Photo.Height, photo.Photo.Width);
        (PassPlan, GridFeatures[][])[] passes = [.. photo.Plans.Zip(photo.Windows)];
        var probabilities = reference.Refined(passes, photo.Photo);
        var (labels, confidences, close) = reference.Labels(probabilities);
        int differing = 0;
        var first = "";
        for (int i = 0; i < result.Data.Length; i++)
        {
            int y = i / result.Width, x = i % result.Width;
            if (close[y, x]) continue;
            if (labels[y, x] == result.Data[i] || differing++ > 0) continue;
            var shares = string.Join(' ', probabilities.Select(row => row[y, x]));
            first = $"at {x},{y} {result.Data[i]} in place of {labels[y, x]} with {shares}";
        }

        Assert.True(differing == 0, $"{differing} of {result.Data.Length} pixels differ, {first}");
        Assert.Equal(result.Data.Count(label => label != Segmentation.Ignore), result.Regions.Sum(region => region.Area));
        if (close.Cast<bool>().Contains(true)) return;
        foreach (var region in result.Regions)
        {
            var pixels = Enumerable.Range(0, result.Data.Length).Where(i => result.Data[i] == region.Index).ToArray();
            Assert.Equal(pixels.Average(i => confidences[i / result.Width, i % result.Width]), region.Score, 5e-4);
        }
    }
}
