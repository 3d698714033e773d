namespace MaskClip.Evaluation.Tests.Protocols;

/// <summary>Against the values in the papers' repositories, data set by data set.</summary>
public sealed class EvaluationProtocolTests
{
    public static TheoryData<string> Layouts => [.. SegmentationDataset.Layouts.Select(layout => layout.Name)];

    [Theory]
    [InlineData("context59", 520, 520)]
    [InlineData("context60", 520, 520)]
    [InlineData("voc20", 512, 2048)]
    [InlineData("voc21", 512, 2048)]
    [InlineData("coco-stuff", 512, 2048)]
    [InlineData("coco-stuff-raw", 512, 2048)]
    [InlineData("ade20k", 512, 2048)]
    [InlineData("cityscapes", 512, 1024)]
    [InlineData("camvid", 512, 2048)]
    public void Paper_HasTheReleasedSizesAndConventions(string layout, int size, int longSide)
    {
        var protocol = EvaluationProtocol.For("paper", layout);

        Assert.Equal((size, longSide), (protocol.Segmenter.Photos.Size, protocol.Segmenter.Photos.LongSide));
        Assert.Equal((InputResize.OpenCvBilinear, InputSides.Pad), (protocol.Segmenter.Photos.Resize, protocol.Segmenter.Photos.Sides));
        Assert.Equal(Compatibility.Released, protocol.Segmenter.Compatibility);
        Assert.Equal(85, protocol.Segmenter.Texts.Templates!.Templates.Count);
        Assert.Null(protocol.Segmenter.Photos.Windows);
        Assert.Null(protocol.Names);
        Assert.Equal(new SegmentationOptions { LogitScale = 100 }, protocol.Segmentation);
        Assert.Equal(layout == "camvid", protocol.Remarks.Count > 0);
    }

    [Theory]
    [InlineData("sclip", "voc21", 336, 224, 112, 65, 0.1f, 0.1f)]
    [InlineData("sclip", "voc20", 336, 224, 112, 40, 0, 0)]
    [InlineData("sclip", "context60", 336, 224, 112, 50, 0.1f, 0)]
    [InlineData("sclip", "context59", 336, 224, 112, 40, 0, 0)]
    [InlineData("sclip", "coco-stuff", 448, 224, 112, 40, 0, 0)]
    [InlineData("sclip", "ade20k", 336, 224, 112, 40, 0, 0)]
    [InlineData("sclip", "cityscapes", 560, 224, 112, 40, 0, 0)]
    [InlineData("maskclip", "voc21", 336, 224, 112, 65, 0.1f, 0.1f)]
    [InlineData("clip", "cityscapes-raw", 560, 224, 112, 40, 0, 0)]
    [InlineData("clearclip", "voc21", 448, 448, 224, 50, 0.5f, 0)]
    [InlineData("clearclip", "context60", 448, 448, 224, 50, 0.15f, 0)]
    [InlineData("clearclip", "coco-stuff", 448, 448, 224, 50, 0, 0)]
    [InlineData("clearclip", "cityscapes", 448, 224, 224, 50, 0, 0)]
    [InlineData("naclip", "context60", 336, 224, 112, 40, 0.1f, 0)]
    [InlineData("naclip:sigma=7", "cityscapes", 560, 224, 112, 40, 0, 0)]
    [InlineData("scclip", "voc21", 336, 224, 112, 50, 0.15f, 0.1f)]
    [InlineData("scclip", "context60", 336, 224, 112, 40, 0.15f, 0)]
    [InlineData("scclip", "coco-stuff", 336, 224, 112, 40, 0, 0)]
    [InlineData("scclip", "cityscapes", 560, 224, 112, 40, 0, 0)]
    public void Unified_HasTheRepositorysValues(
        string method, string layout, int size, int crop, int stride, float scale, float background, float area)
    {
        var protocol = EvaluationProtocol.For("unified", layout, method);

        Assert.Equal(
            (method, (int?)size, (int?)2048),
            (protocol.Segmenter.Photos.Method, protocol.Segmenter.Photos.Size, protocol.Segmenter.Photos.LongSide));
        Assert.Equal(new SlidingWindows(crop, stride), protocol.Segmenter.Photos.Windows);
        Assert.Equal(
            (scale, background, area),
            (protocol.Segmentation.LogitScale, protocol.Segmentation.BackgroundThreshold, protocol.Segmentation.AreaThreshold));
        Assert.Equal(method.StartsWith("naclip", StringComparison.Ordinal), protocol.Segmentation.Pamr is not null);
    }

    [Fact]
    public void Unified_Conventions_AreClips()
    {
        var protocol = EvaluationProtocol.For("Unified", "voc20");

        Assert.Equal(
            (Compatibility.Clip, InputResize.OpenCvBilinear, SynonymMode.BestProbability),
            (protocol.Segmenter.Compatibility, protocol.Segmenter.Photos.Resize, protocol.Segmenter.Texts.Synonyms));
        Assert.Equal(80, protocol.Segmenter.Texts.Templates!.Templates.Count);
    }

    [Theory]
    [InlineData("voc20")]
    [InlineData("voc21")]
    public void Unified_NaclipOnVoc_TakesWholePhotosAndPamr(string layout)
    {
        var protocol = EvaluationProtocol.For("unified", layout, "naclip");

        Assert.Null(protocol.Segmenter.Photos.Windows);
        Assert.Equal(10, protocol.Segmentation.Pamr!.Iterations);
        Assert.Equal([8, 16], protocol.Segmentation.Pamr.Dilations);
    }

    [Fact]
    public void Unified_VocNames_AreEngineered()
    {
        var names = EvaluationProtocol.For("unified", "voc21", "sclip").Apply(Vocabulary.BuiltIn("voc21"));

        Assert.Equal(26, names.Classes[0].Synonyms.Count);
        Assert.Equal(("background", true), (names.Classes[0].Name, names.Classes[0].IsBackground));
        Assert.Contains("rail", names.Classes[0].Synonyms);
        Assert.Equal(["ship"], names.Classes[4].Synonyms);
        Assert.Equal(7, names.Classes[15].Synonyms.Count);
        Assert.Equal(5, names.Classes[20].Synonyms.Count);
        Assert.Equal("boat", names.Classes[4].Name);
    }

    [Fact]
    public void Unified_ClearClipOnVoc21_HasPlainNames()
    {
        var names = EvaluationProtocol.For("unified", "voc21", "clearclip").Apply(Vocabulary.BuiltIn("voc21"));

        string[] expected =
            [
                "background",
                "aeroplane",
                "bicycle",
                "bird",
                "ship",
                "bottle",
                "bus",
                "car",
                "cat",
                "chair",
                "cow",
                "table",
                "dog",
                "horse",
                "motorbike",
                "person",
                "pottedplant",
                "sheep",
                "sofa",
                "train",
                "tvmonitor",
            ];
        Assert.Equal(expected, names.Classes.Select(one => Assert.Single(one.Synonyms)));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void For_EveryLayoutAndProtocol_HasValidOptions(string layout)
    {
        foreach (var name in EvaluationProtocol.KnownNames)
        {
            foreach (var method in Segmenter.Methods)
            {
                var protocol = EvaluationProtocol.For(name, layout, method);
                protocol.Segmenter.Validate();
                protocol.Segmentation.Validate();
                Assert.NotEmpty(protocol.Summary);
            }
        }
    }

    [Theory]
    [InlineData("voc20")]
    [InlineData("voc21")]
    [InlineData("context59")]
    [InlineData("context60")]
    [InlineData("coco-stuff")]
    [InlineData("ade20k")]
    [InlineData("cityscapes")]
    [InlineData("camvid")]
    public void Apply_EverySet_HasATextForEachClass(string layout)
    {
        var classes = Vocabulary.BuiltIn(layout);

        var names = EvaluationProtocol.For("unified", layout).Apply(classes);

        Assert.Equal(classes.Classes.Select(one => one.Name), names.Classes.Select(one => one.Name));
        EvaluationProtocol.For("unified", layout).Segmentation.Validate(names);
    }

    [Fact]
    public void Overrides_AreTheSettingsThatWereChanged()
    {
        var protocol = EvaluationProtocol.For("unified", "voc20");

        Assert.Empty(protocol.Overrides(protocol.Segmenter, protocol.Segmentation));
        Assert.Equal(
            ["size", "windows", "logit-scale"],
            protocol.Overrides(
                protocol.Segmenter with { Photos = protocol.Segmenter.Photos with { Size = 448, Windows = null }, Threads = 3 },
                protocol.Segmentation with { LogitScale = 41 }));
    }

    [Fact]
    public void For_Unknown_NamesAll() =>
        Assert.Contains("default, paper, unified", Assert.Throws<OptionsException>(() => EvaluationProtocol.For("mmseg", "voc20")).Message);
}
