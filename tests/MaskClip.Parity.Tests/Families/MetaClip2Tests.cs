using MaskClip.Checkpoints;
using MaskClip.Families;
using MaskClip.Model;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Families;

/// <summary>MetaCLIP 2 with both tokenizers and in both layouts, against open_clip.</summary>
public sealed class MetaClip2Tests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    private const double Tolerance = 2e-5; // golden/metaclip2/README.md

    /// <summary>Hugging Face's folder has the weights of the open_clip one with XLM-V, and no numbers of its own.</summary>
    public static TheoryData<string, string> Layouts => new()
    {
        { "openclip-xlmv", "openclip-xlmv" }, { "hf-xlmv", "openclip-xlmv" }, { "openclip-mt5", "openclip-mt5" },
    };

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Texts_GiveTheOriginalsIdsAndNumbers(string layout, string io)
    {
        using var golden = Open(io);
        using var model = Golden.Open(home.Folder, "metaclip2", layout);

        Assert.Equal(
            golden["ids"].ToInt64Array(), Golden.Ids(model, Golden.Texts(SharedData.Path("golden", "metaclip2", layout, "texts.json"))));
        Close.Within(Tolerance, golden["text_features"].ToArray(), Golden.Text(model, golden["ids"]));
    }

    [Theory]
    [MemberData(nameof(Layouts))]
    public void Pictures_GiveTheOriginalsNumbersAndLogits(string layout, string io)
    {
        using var golden = Open(io);
        using var model = Golden.Open(home.Folder, "metaclip2", layout);
        float[] photos = Golden.Whole(model, golden["image"]), texts = Golden.Text(model, golden["ids"]);
        Close.Within(Tolerance, golden["image_features"].ToArray(), photos);

        UnitLength.Rows(photos, 32);
        UnitLength.Rows(texts, 32);
        float[] cosines =
        [
            .. Enumerable.Range(0, 16)
                .Select(i => System.Numerics.Tensors.TensorPrimitives.Dot(photos.AsSpan(i / 8 * 32, 32), texts.AsSpan(i % 8 * 32, 32))),
        ];

        Close.Within(Tolerance, [.. golden["logits_per_image"].ToArray().Select(logit => logit / model.LogitScale)], cosines);
    }

    [Theory]
    [InlineData("openclip-xlmv")]
    [InlineData("openclip-mt5")]
    public void Segment_EndToEnd_LabelsEveryPixel_AndEveryMethodIsThere(string layout)
    {
        using var segmenter = Segmenter.Load(
            SharedData.Path("golden", "metaclip2", layout), new() { CacheFolder = home.Folder, Photos = new() { Size = 64 } });
        var photo = RgbImage.Load(SharedData.Path("golden", "photo.png"));
        using var features = segmenter.Embed(photo, cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(
            photo.Width * photo.Height,
            features.Segment(["ein Café", "ж", "wall"], cancellationToken: TestContext.Current.CancellationToken).Labels.Length);
        Assert.All(DenseMethods.All, method => Assert.True(segmenter.Model.HasMeaning(method.Block)));
    }

    [Fact]
    public void Tokenizer_ThatIsMissing_IsAskedForByName()
    {
        var folder = Copy("openclip-mt5", "spiece.model");

        using var model = ModelFamilies.Open(new ModelSource("", folder, ""), new OpeningOptions { CacheFolder = home.Folder });

        Assert.Contains("spiece.model", Assert.Throws<CheckpointException>(() => model.Texts.Tokenize("wall", out _)).Message);
    }

    [Fact]
    public void Tokenizer_OfTheOther_IsRefused()
    {
        var folder = Copy("openclip-mt5", "spiece.model");
        File.Copy(SharedData.Path("golden", "siglip", "gemma-tokenizer", "tokenizer.model"), Path.Combine(folder, "spiece.model"));

        using var model = ModelFamilies.Open(new ModelSource("", folder, ""), new OpeningOptions { CacheFolder = home.Folder });

        Assert.Contains("310 rows", Assert.Throws<CheckpointException>(() => model.Texts.Tokenize("wall", out _)).Message);
    }

    [Theory]
    [InlineData("\"clean\": \"canonicalize\"", "\"clean\": \"no\"", "clean' is \"no\"")]
    [InlineData("\"clean\": \"canonicalize\"", "\"strip_sep_token\": true", "strip_sep_token")]
    [InlineData("\"pool_type\": \"eos\"", "\"pool_type\": \"eos\", \"embed_cls\": true", "embed_cls")]
    public void Configuration_ThatSaysSomethingElse_IsRefusedByName(string was, string becomes, string message)
    {
        var folder = Copy("openclip-mt5");
        var path = Path.Combine(folder, "open_clip_config.json");
        Assert.Contains(was, File.ReadAllText(path));
        File.WriteAllText(path, File.ReadAllText(path).Replace(was, becomes, StringComparison.Ordinal));

        Assert.Contains(message, Assert.Throws<CheckpointException>(
            () => ModelFamilies.Open(new ModelSource("", folder, ""), new OpeningOptions { CacheFolder = home.Folder }).Dispose()).Message);
    }

    private static SafetensorsFile Open(string layout) =>
        SafetensorsFile.Open(SharedData.Path("golden", "metaclip2", layout, "io.safetensors"));

    private string Copy(string layout, string? without = null)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home.Folder, Guid.NewGuid().ToString("n"))).FullName;
        foreach (var file in Directory.GetFiles(SharedData.Path("golden", "metaclip2", layout))
            .Where(file => Path.GetFileName(file) != without))
        {
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), File.ReadAllBytes(file));
        }

        return folder;
    }
}
