using MaskClip.Testing;
using MaskClip.World;

namespace MaskClip.Tests;

/// <summary>Options that cannot be used are refused before anything is loaded or computed, all in one message.</summary>
public sealed class OptionsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-options-").FullName;

    public static TheoryData<string, SegmenterOptions> Impossible => new()
    {
        { "the compatibility is 7; Clip and Released", new() { Compatibility = (Compatibility)7 } },
        { "the activation is 7; QuickGelu, Gelu and TanhGelu", new() { Activation = (Activation)7 } },
        { "the precision is 7; Float32 and Int8", new() { Precision = (Precision)7 } },
        { "the resize is 7; Bicubic and OpenCvBilinear", new() { Photos = new() { Resize = (InputResize)7 } } },
        { "the treatment of sides is -1; NearestMultiple and Pad", new() { Photos = new() { Sides = (InputSides)(-1) } } },
        { "the synonym mode is 9; ", new() { Texts = new() { Synonyms = (SynonymMode)9 } } },
        { "the options for photos are missing", new() { Photos = null! } },
        { "the options for texts are missing", new() { Texts = null! } },
        { "the scales are missing", new() { Photos = new() { Scales = null! } } },
        { "the device is missing; cpu", new() { Device = null! } },
        { "the device is 'abacus'; cpu", new() { Device = "abacus" } },
        { "the logger is missing", new() { Logger = null! } },
        { "the cache folder is missing", new() { CacheFolder = null! } },
        { "the cache folder is missing", new() { CacheFolder = " " } },
        { "Unknown method 'magic'", new() { Photos = new() { Method = "magic" } } },
        { "the windows' crop is 1;", new() { Photos = new() { Windows = new(1, 1) } } },
    };

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [MemberData(nameof(Impossible))]
    public void Load_AnImpossibleValue_IsNamedWithWhatIsAllowed(string expected, SegmenterOptions options) =>
        Assert.Contains(expected, Assert.Throws<OptionsException>(() => Segmenter.Load("no such model", options)).Message);

    [Fact]
    public void Load_ManyImpossibleValues_AreInOneMessage()
    {
        SegmenterOptions options = new()
        {
            Photos = new() { Scales = null!, Method = "magic", Size = 1 },
            Compatibility = (Compatibility)7,
            Activation = (Activation)7,
            Precision = (Precision)7,
            Device = "abacus",
            Logger = null!,
            CacheFolder = null!,
        };

        var message = Assert.Throws<OptionsException>(() => Segmenter.Load("world-clip", options)).Message;

        string[] parts =
        [
            "compatibility", "activation", "precision", "'abacus'", "logger", "scales", "cache folder", "'magic'", "the size is 1"
        ];
        Assert.All(parts, part => Assert.Contains(part, message));
    }

    [Fact]
    public void Segment_ImpossibleValues_AreInOneMessage()
    {
        using var model = Segmenter.Load(
            "world-clip",
            new() { Photos = new() { Size = 64 }, Texts = new() { Templates = PromptTemplates.Simple }, CacheFolder = folder });
        var text = model.Embed(Vocabulary.Parse(["sky"]));
        SegmentationOptions options = new()
        {
            MinScore = 2,
            Pamr = new() { Dilations = null! },
            GuidedFilter = new() { Radius = -1 },
            Propagation = new() { DataWeight = 11 },
            BackgroundThreshold = 0.5f,
        };
        string[] parts = ["the minimum score is 2", "dilations are missing", "radius is -1", "data weight is 11", "has no background"];

        using var features = model.Embed(SamplePostcard.Draw(96, 64));
        foreach (var call in new Action[]
        {
            () => model.Segment(SamplePostcard.Draw(96, 64), text, options),
            () => model.SegmentFilesAsync([], text, options),
            () => features.Segment(text, options),
        })
        {
            var message = Assert.Throws<OptionsException>(call).Message;
            Assert.All(parts, part => Assert.Contains(part, message));
        }
    }

    [Fact]
    public void LoadStudent_ImpossibleValues_AreInOneMessage()
    {
        var path = RandomStudent.Write(Path.Combine(folder, "student.safetensors"));

        var message = Assert.Throws<OptionsException>(() =>
            StudentSegmenter.Load(path, minScore: 2, threads: -1, cacheFolder: "", device: null!)).Message;

        Assert.All(
            new[] { "the minimum score is 2", "-1 threads", "the cache folder is missing", "the device is missing" },
            part => Assert.Contains(part, message));
        Assert.Throws<ArgumentNullException>(() => StudentSegmenter.Load(null!));
    }
}
