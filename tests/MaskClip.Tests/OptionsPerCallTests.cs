using MaskClip.Model;
using MaskClip.World;

namespace MaskClip.Tests;

/// <summary>Method, size, templates and synonyms in a call are those of a model that was loaded with them.</summary>
public sealed class OptionsPerCallTests : IDisposable
{
    private static readonly RgbImage Photo = SamplePostcard.Draw(128, 96);

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-per-call-").FullName;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string> Ways => [.. Options.Keys];

    private static Dictionary<string, PhotoOptions> Options { get; } = new()
    {
        ["another method"] = new() { Method = "clip", Size = 64 },
        ["a method with a second pass"] = new() { Method = "resclip", Size = 64 },
        ["another size"] = new() { Size = 96 },
        ["another stride"] = new() { Size = 64, OutputStride = 32 },
        ["windows"] = new() { Size = 96, Windows = new(64, 32) },
        ["mirrored, at two scales"] = new() { Size = 64, Flip = true, Scales = [1, 1.5] },
        ["padded, by OpenCV"] = new() { Size = 64, Sides = InputSides.Pad, Resize = InputResize.OpenCvBilinear },
        ["without keys"] = new() { Size = 64, Keys = false },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Ways))]
    public void Embed_PhotoOptionsInTheCall_AreThoseOfAModelLoadedWithThem(string way)
    {
        using var segmenter = Load(new() { Size = 64 });
        using var expected = Supported(segmenter, Options[way]) ? Load(Options[way]) : null;
        if (expected is null)
        {
            Assert.Throws<OptionsException>(() => segmenter.Embed(Photo, Options[way], Token));
            return;
        }

        var text = segmenter.Embed(Vocabulary.Parse(["sky", "grass"]), cancellationToken: Token);

        using var features = segmenter.Embed(Photo, Options[way], Token);

        var segmentation = expected.Segment(Photo, text, cancellationToken: Token);
        Assert.Equal(segmentation.Labels, features.Segment(text, cancellationToken: Token).Labels);
        Assert.Equal(segmentation.Labels, segmenter.Segment(Photo, text, photoOptions: Options[way], cancellationToken: Token).Labels);
        Assert.Equal(segmentation.Labels, segmenter.For(text, photoOptions: Options[way]).Segment(Photo, Token).Labels);
    }

    [Fact]
    public void Embed_MoreMethodsThanStayOpen_GivesTheSameWheneverOneIsOpenedAgain()
    {
        using var segmenter = Load(new() { Size = 64 });
        var text = segmenter.Embed(Vocabulary.Parse(["sky", "grass"]), cancellationToken: Token);
        PhotoOptions[] ways =
        [
            .. from method in Segmenter.Methods
               let options = new PhotoOptions { Method = method, Size = 64 }
               where Supported(segmenter, options)
               from keys in new[] { true, false }
               select options with { Keys = keys },
        ];
        Assert.True(ways.Length > ImageTowers.MaxOpen);
        float[][] Round() => [.. ways.Select(way =>
        {
            using var features = segmenter.Embed(Photo, way, Token);
            return features.Segment(text, cancellationToken: Token).Scores(0).ToArray();
        })];

        var first = Round();

        Assert.Equal(first, Round());
    }

    [Fact]
    public async Task Embed_ManyMethodsFromManyThreads_FindsNoTowerClosedUnderIt()
    {
        using var segmenter = Load(new() { Size = 64 });
        PhotoOptions[] ways =
        [
            .. Segmenter.Methods.Select(method => new PhotoOptions { Method = method, Size = 64 }).Where(way => Supported(segmenter, way))
        ];
        await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(
            () =>
            {
                for (int i = 0; i < 12; i++) segmenter.Embed(Photo, ways[(worker * 5 + i) % ways.Length], Token).Dispose();
            },
            Token)));
    }

    [Fact]
    public void Embed_PhotoOptionsOutOfRange_NamesAll()
    {
        using var segmenter = Load(new() { Size = 64 });

        var message = Assert.Throws<OptionsException>(() =>
            segmenter.Embed(Photo, new PhotoOptions { Size = 1, Method = "magic" }, Token)).Message;

        Assert.Contains("the size is 1", message);
        Assert.Contains("'magic'", message);
    }

    [Fact]
    public void Options_ChangedAfterLoad_DoNotReachTheModel()
    {
        var options = new SegmenterOptions
        {
            Photos = new() { Size = 64 },
            CacheFolder = folder,
            Texts = new() { Templates = PromptTemplates.Simple },
        };
        using var segmenter = Segmenter.Load("world-clip", options);

        options.Photos.Size = 96;
        options.Photos.Method = "clip";

        Assert.Equal(64, segmenter.Size);
        using DenseFeatures features = segmenter.Embed(Photo, cancellationToken: Token), expected = segmenter.Embed(
            Photo, new() { Size = 64 }, Token);
        Assert.Equal(expected.Features, features.Features);
    }

    private static bool Supported(Segmenter segmenter, PhotoOptions options)
    {
        try
        {
            segmenter.Embed(Photo, options, Token).Dispose();
            return true;
        }
        catch (OptionsException)
        {
            return false;
        }
    }

    private Segmenter Load(PhotoOptions photos) => Segmenter.Load("world-clip", new()
    {
        Photos = photos,
        Texts = new() { Templates = PromptTemplates.Simple },
        CacheFolder = folder,
        Threads = 1,
    });
}
