using MaskClip.Edges;
using MaskClip.Families.Clip;
using MaskClip.Labels;
using MaskClip.Scores;
using MaskClip.Windows;
using MaskClip.World;

namespace MaskClip.Tests;

/// <summary>Ways of embedding that must give the same masks, with world-clip.</summary>
public sealed class SegmenterTests : IDisposable
{
    private static readonly string[] Names = ["sky", "grass", "tree", "road", "house"];
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-segmenter-").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Segment_OneWindowThatIsThePhoto_IsTheWholePhotos()
    {
        var photo = SamplePostcard.Draw(224, 224);
        var whole = Segment(photo, new() { Photos = new() { Size = 224 } });

        Same(whole, Segment(photo, new() { Photos = new() { Size = 224, Windows = new(224, 112) } }));
        Same(whole, Segment(photo, new() { Photos = new() { Size = 224, Sides = InputSides.Pad } }));
        Same(whole, Segment(photo, new() { Photos = new() { Size = 224, Scales = [1, 1] } }));
    }

    [Fact]
    public void Segment_WindowsSideBySide_AreTheirPhotosOwn()
    {
        // Two halves that the network cannot see across: where windows do not overlap, each is embedded as if it were all.
        RgbImage left = SamplePostcard.Draw(128, 128), right = Mirrored(left), both = Beside(left, right);
        var options = new SegmenterOptions { Photos = new() { Size = 128, Windows = new(128, 128) } };

        var result = Segment(both, options);

        Segmentation first = Segment(left, options), second = Segment(right, options);
        for (int y = 0; y < 128; y++)
        {
            Assert.Equal(first.Labels.Slice(y * 128, 128).ToArray(), result.Labels.Slice(y * 256, 128).ToArray());
            Assert.Equal(second.Labels.Slice(y * 128, 128).ToArray(), result.Labels.Slice(y * 256 + 128, 128).ToArray());
        }
    }

    [Fact]
    public void Segment_Flipped_TreatsAPhotoAndItsMirrorImageAlike()
    {
        var photo = SamplePostcard.Draw(224, 160);
        var options = new SegmenterOptions { Photos = new() { Size = 160, Flip = true } };

        Segmentation result = Segment(photo, options), mirrored = Segment(Mirrored(photo), options);

        int differing = Enumerable.Range(0, result.Labels.Length)
            .Count(i => result.Labels[i] != mirrored.Labels[i / 224 * 224 + 223 - i % 224]);
        Assert.True(differing < 5, $"{differing} pixels differ");
    }

    [Fact]
    public void Segment_PhotoAndNamesAtOnce_IsEmbedThenSegment()
    {
        var photo = SamplePostcard.Draw(300, 200);
        using var segmenter = Load(new() { Photos = new() { Size = 160, Windows = new(96, 64) } });
        var text = segmenter.Embed(Vocabulary.Parse(Names));
        using var features = segmenter.Embed(photo);
        var shares = new List<double>();

        var result = segmenter.Segment(photo, text, progress: new Listener(shares.Add));

        Same(features.Segment(text), result);
        Assert.Equal(shares.Order(), shares);
        Assert.Equal(1, shares[^1]);
    }

    [Fact]
    public void Segment_ConfidencesWithWindows_LieOnAGridOverTheWholePhoto()
    {
        using var segmenter = Load(new() { Photos = new() { Size = 160, Windows = new(96, 64) } });
        using var features = segmenter.Embed(SamplePostcard.Draw(300, 200));

        var result = features.Segment(Names);

        Assert.Equal((30, 20), (features.GridWidth, features.GridHeight));
        Assert.Equal((30, 20), (result.GridWidth, result.GridHeight));
        for (int i = 0; i < 600; i++) Assert.Equal(1, Enumerable.Range(0, Names.Length).Sum(c => result.Scores(c)[i]), 1e-4);
        Assert.Contains("as 8 windows", Assert.Throws<InvalidOperationException>(() => features.Features.Length).Message);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Segment_RefinedOnlyWhereNamesArePresent_IsWhatRefiningAllNamesGives(bool guided)
    {
        var photo = SamplePostcard.Draw(400, 280);
        using var segmenter = Load(new() { Photos = new() { Size = 224 } });
        using var features = segmenter.Embed(photo);
        var text = segmenter.Embed(Vocabulary.BuiltIn("coco-stuff"));
        SegmentationOptions options = guided ? new() { GuidedFilter = new() } : new() { Pamr = new() };
        var plan = Assert.Single(new InputPlan(segmenter.Options.Photos, 224, 8, 8).Passes(400, 280));
        var window = new GridFeatures(features.Features.ToArray(), default);
        var every = new PhotoSegmentation(photo, [(plan, _ => [window])], KeyAxis.Channels, default, new() { Presence = 0 });

        var expected = every.Run(text, options, stream: false, CancellationToken.None);

        var result = features.Segment(text, options);
        int differing = Enumerable.Range(0, result.Labels.Length).Count(i => result.Labels[i] != expected.Labels[i]);
        Assert.True(differing < result.Labels.Length / 1000, $"{differing} of {result.Labels.Length} pixels differ");
        foreach (var region in expected.Regions.Where(region => region.Share > 0.05))
        {
            Assert.Equal(region.Score, Assert.Single(result.Regions, other => other.Index == region.Index).Score, 0.02);
        }
    }

    [Fact]
    public void Segment_VocabularyReducedToTheBest_GivesEveryPixelToIt()
    {
        using var segmenter = Load(new() { Photos = new() { Size = 160 } });
        using var features = segmenter.Embed(SamplePostcard.Draw(300, 200));

        var result = features.Segment(Names, new() { VocabularyReduction = 1 });

        Assert.Equal(1, Assert.Single(result.Regions).Share);
    }

    [Theory]
    [InlineData("crop is 100; for this model it must be a multiple of 8, such as 104", 100, 50, null)]
    [InlineData("the long side is 100, shorter than the size of 160", 96, 64, 100)]
    public void Load_SizesThatDoNotFit_NamesWhatDoes(string expected, int crop, int stride, int? longSide)
    {
        var error = Assert.Throws<OptionsException>(() =>
            Load(new() { Photos = new() { Size = 160, Windows = new(crop, stride), LongSide = longSide } }));

        Assert.Contains(expected, error.Message);
    }

    [Fact]
    public void Load_LongSideShorterThanTheModelsOwnSize_NamesIt() =>
        Assert.Contains(
            "shorter than the size of 128",
            Assert.Throws<OptionsException>(() => Load(new() { Photos = new() { LongSide = 100 } })).Message);

    [Theory]
    [InlineData(64, 224)]
    [InlineData(128, 128)]
    [InlineData(192, 192)]
    [InlineData(224, 448)]
    [InlineData(576, 576)]
    public void DefaultSize_IsTheTrainedOneWhereItIsSmallButShowsEnough(int trained, int expected) =>
        Assert.Equal(expected, MaskClip.Families.Clip.ClipModel.DefaultSize(trained));

    [Fact]
    public void Segment_BackgroundThresholdWithoutBackground_SaysWhatIsMissing()
    {
        using var segmenter = Load(new() { Photos = new() { Size = 96 } });
        using var features = segmenter.Embed(SamplePostcard.Draw(96, 96));

        var error = Assert.Throws<OptionsException>(() => features.Segment(Names, new() { BackgroundThreshold = 0.3f }));

        Assert.Contains("no background", error.Message);
    }

    private Segmentation Segment(RgbImage photo, SegmenterOptions options)
    {
        using var segmenter = Load(options);
        using var features = segmenter.Embed(photo);
        return features.Segment(Names);
    }

    private Segmenter Load(SegmenterOptions options) => Segmenter.Load("world-clip", options with
    {
        Photos = options.Photos with { Keys = false },
        Texts = new() { Templates = PromptTemplates.Simple },
        CacheFolder = folder,
    });

    private static void Same(Segmentation expected, Segmentation actual)
    {
        int differing = Enumerable.Range(0, expected.Labels.Length).Count(i => expected.Labels[i] != actual.Labels[i]);
        Assert.True(differing < 5, $"{differing} pixels differ"); // rounding may decide between two that are equally good
    }

    private static RgbImage Mirrored(RgbImage image)
    {
        var pixels = new byte[image.Data.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            int x = i / 3 % image.Width, y = i / 3 / image.Width;
            pixels[i] = image.Data[3 * (y * image.Width + image.Width - 1 - x) + i % 3];
        }

        return new RgbImage(image.Width, image.Height, pixels);
    }

    private static RgbImage Beside(RgbImage left, RgbImage right)
    {
        int row = 3 * left.Width;
        var pixels = Enumerable.Range(0, left.Height)
            .SelectMany(y => left.Data.AsSpan(y * row, row).ToArray().Concat(right.Data.AsSpan(y * row, row).ToArray()));
        return new RgbImage(2 * left.Width, left.Height, [.. pixels]);
    }

    private sealed class Listener(Action<double> told) : IProgress<double>
    {
        public void Report(double value) => told(value);
    }
}
