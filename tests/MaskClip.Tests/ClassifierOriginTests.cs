using MaskClip.Testing;
using MaskClip.World;

namespace MaskClip.Tests;

/// <summary>Text embeddings of another model have the same length and mean something else: no path may take them.</summary>
public sealed class ClassifierOriginTests : IDisposable
{
    private static readonly RgbImage Photo = SamplePostcard.Draw(96, 64);
    private static readonly Vocabulary Names = Vocabulary.Parse(["sky", "grass|lawn"]);
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-origin-").FullName;

    public static TheoryData<string> Paths => [.. Ways.Keys];

    private static Dictionary<string, Action<Segmenter, TextClassifier>> Ways { get; } = new()
    {
        ["a photo"] = (model, text) => model.Segment(Photo, text),
        ["files"] = (model, text) => model.SegmentFilesAsync([], text),
        ["features"] = (model, text) =>
        {
            using var features = model.Embed(Photo);
            features.Segment(text);
        },
        ["features, pixel by pixel"] = (model, text) =>
        {
            using var features = model.Embed(Photo);
            features.Segment(text, new() { AreaThreshold = 0.1f });
        },
        ["scores"] = (model, text) =>
        {
            using var features = model.Embed(Photo);
            features.Score(text, new());
        },
        ["a segmenter of names"] = (model, text) => model.For(text),
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Paths))]
    public void Segment_ClassifierOfAnotherModelOfTheSameLength_IsRefusedAndBothAreNamed(string way)
    {
        using Segmenter own = Load(), other = Segmenter.Load(OtherModel(), Options);
        var text = other.Embed(Names);
        Assert.Equal(own.Embed(Names).Size, text.Size);

        var error = Assert.Throws<ArgumentException>(() => Ways[way](own, text));

        Assert.Contains(own.ModelHash[..12], error.Message);
        Assert.Contains(other.ModelHash[..12], error.Message);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Segment_ExamplesOfAnotherModelOfTheSameLength_AreRefusedAndBothAreNamed(string way)
    {
        using Segmenter own = Load(), other = Segmenter.Load(OtherModel(), Options);
        using var features = other.Embed(Photo);
        var example = features.Exemplar("sky", new(0, 0, 1, 1));

        var error = Assert.Throws<ArgumentException>(() => Ways[way](own, TextClassifier.From([example])));

        Assert.Contains("examples", error.Message);
        Assert.Contains(own.ModelHash[..12], error.Message);
        Assert.Contains(other.ModelHash[..12], error.Message);
        Assert.Throws<ArgumentException>(() => own.Embed(Names).With([example]));
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void Segment_ClassifierOfAnotherLength_IsRefused(string way)
    {
        using var model = Load();
        var text = new TextClassifier(Vocabulary.Parse(["sky"]), [1, 0, 0], [0], 3);
        Assert.Contains("3 numbers", Assert.Throws<ArgumentException>(() => Ways[way](model, text)).Message);
    }

    [Fact]
    public void Embed_OtherTextOptionsInTheCall_AreThoseOfAModelLoadedWithThem()
    {
        TextOptions[] ways =
        [
            new() { Templates = PromptTemplates.ImageNet }, new() { Templates = PromptTemplates.Simple, Synonyms = SynonymMode.BestName }
        ];
        using var own = Load();
        foreach (var way in ways)
        {
            using var other = Load(Options with { Texts = way });
            TextClassifier expected = other.Embed(Names), text = own.Embed(Names, way);
            Assert.Equal(expected.Embeddings, text.Embeddings);
            Assert.NotEqual(own.Embed(Names).Embeddings.ToArray(), text.Embeddings.ToArray());
            Assert.Equal(other.Segment(Photo, expected).Data, own.Segment(Photo, text).Data);
        }
    }

    [Fact]
    public void Segment_ClassifierOfTheSameModelWithAnotherMethodAndSize_IsTaken()
    {
        using Segmenter own = Load(), other = Load(Options with { Photos = new() { Method = "sclip", Size = 96 } });
        Assert.Equal(own.Segment(Photo, own.Embed(Names)).Data, own.Segment(Photo, other.Embed(Names)).Data);
    }

    private SegmenterOptions Options => new()
    {
        Photos = new() { Size = 64 },
        Texts = new() { Templates = PromptTemplates.Simple },
        CacheFolder = folder,
    };

    /// <summary>world-clip with one bit changed that does not matter.</summary>
    private string OtherModel()
    {
        var path = Path.Combine(folder, "other.safetensors");
        byte[] all = File.ReadAllBytes(SharedData.WorldClip);
        all[^2] ^= 1;
        File.WriteAllBytes(path, all);
        return path;
    }

    private Segmenter Load(SegmenterOptions? options = null) => Segmenter.Load("world-clip", options ?? Options);
}
