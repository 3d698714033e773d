using MaskClip.Checkpoints;
using MaskClip.Families;
using MaskClip.Families.Siglip;
using MaskClip.Model;
using MaskClip.Testing;
using MaskClip.Text.SentencePiece;

namespace MaskClip.Parity.Tests.Families;

/// <summary>SigLIP in both layouts: the same weights, and the two answers that transformers and open_clip give.</summary>
public sealed class SiglipTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    private const double Tolerance = 2e-5, LogitTolerance = 1e-5; // golden/siglip/README.md

    public static TheoryData<string, string> Pictures => new()
    {
        { "hf", "native" }, { "hf", "rect" }, { "hf", "big" },
        { "openclip", "native" }, { "openclip", "rect" }, { "openclip", "big" },
    };

    [Theory]
    [MemberData(nameof(Pictures))]
    public void Picture_GivesTheLayoutsOwnNumbers(string layout, string picture)
    {
        using SafetensorsFile golden = Open(layout), images = Open("openclip");
        using var model = Golden.Open(home.Folder, "siglip", layout);
        var image = images[$"image.{picture}"];

        Close.Within(Tolerance, golden[$"{picture}.features"].ToArray(), Golden.Whole(model, image));
        Close.Within(Tolerance, golden[$"{picture}.dense.value_mlp"].ToArray(), Golden.Dense(model, image, "maskclip"));
        Close.Within(Tolerance, golden[$"{picture}.dense.value"].ToArray(), Golden.Dense(model, image, "maskclip:mlp=off"));
        if (layout == "hf") Close.Within(Tolerance, golden[$"{picture}.dense.selfquery"].ToArray(), Golden.Dense(model, image, "clip"));
        var (_, _, table) = model.GridInputs(DenseMethods.MaskClip).For(image.Shape[2] / 16, image.Shape[3] / 16).Single();
        Close.Within(Tolerance, golden[$"{picture}.pos"].ToArray(), table);
    }

    [Theory]
    [InlineData("hf")]
    [InlineData("openclip")]
    public void Texts_GiveTheOriginalsIdsAndNumbers(string layout)
    {
        using var golden = Open(layout);
        using var model = Golden.Open(home.Folder, "siglip", layout);

        Assert.Equal(golden["text.ids"].ToInt64Array(), Golden.Ids(model, Golden.Texts(SharedData.Path("golden", "siglip", "texts.json"))));
        Close.Within(Tolerance, golden["text.features"].ToArray(), Golden.Text(model, golden["text.ids"]));
    }

    [Theory]
    [InlineData("hf")]
    [InlineData("openclip")]
    public void PicturesAndTexts_GiveTheOriginalsLogitsAndProbabilities(string layout)
    {
        using SafetensorsFile golden = Open(layout), images = Open("openclip");
        using var model = Golden.Open(home.Folder, "siglip", layout);
        float[] photos = Golden.Whole(model, images["image.native"]), texts = Golden.Text(model, golden["text.ids"]);
        UnitLength.Rows(photos, 64);
        UnitLength.Rows(texts, 64);
        float[] logits =
        [
            .. Enumerable.Range(0, 2 * 9).Select(i => model.LogitScale
                * System.Numerics.Tensors.TensorPrimitives.Dot(photos.AsSpan(i / 9 * 64, 64), texts.AsSpan(i % 9 * 64, 64)) +
                    model.LogitBias!.Value),
        ];

        Close.Within(LogitTolerance, golden["logits_per_image"].ToArray(), logits);
        Close.Within(LogitTolerance, golden["probs"].ToArray(), [.. logits.Select(logit => 1 / (1 + MathF.Exp(-logit)))]);
    }

    [Fact]
    public void Photo_OfTheSquare_GivesTheOriginalsPixels()
    {
        using var golden = Open("hf");
        using var model = Golden.Open(home.Folder, "siglip", "hf");
        var photo = RgbImage.Load(SharedData.Path("golden", "photo.png"));

        Close.Within(1e-5, golden["photo.pixels"].ToArray(), model.Normalization(Compatibility.Clip).Apply(photo.Resize(64, 64)));
        Close.Within(
            Tolerance,
            Unit(Golden.Whole(model, golden["photo.pixels"].Reshape("image", 1, 3, 64, 64))),
            model.EmbedWhole(photo, model.Normalization(Compatibility.Clip), TestContext.Current.CancellationToken));
    }

    /// <summary>SigLIP 2's tokenizer beside SigLIP's weights: lower case and nothing else, and zeros behind the end.</summary>
    [Fact]
    public void Gemma_CleansByLowerCaseAlone_AndFillsWithZeros()
    {
        var pieces = PieceTokenizer.Open(SharedData.Path("golden", "siglip", "gemma-tokenizer", "tokenizer.model"));
        var tokenizer = new SiglipTokenizer(pieces, clean: null);

        int[] ids = tokenizer.Encode("A Photo,  of", 64, out bool truncated);

        Assert.False(truncated);
        Assert.Equal([.. pieces.Encode("a photo,  of"), 1], ids);
        Assert.Equal(0, tokenizer.Padding);
        Assert.Equal(64, tokenizer.Encode(string.Concat(Enumerable.Repeat("chest of drawers ", 40)), 64, out truncated).Length);
        Assert.True(truncated);
    }

    [Theory]
    [InlineData("hf")]
    [InlineData("openclip")]
    public void Segment_BySoftmaxAndBySigmoid_GivesTheSameLabelsAndOtherConfidences(string layout)
    {
        using var segmenter = Segmenter.Load(
            SharedData.Path("golden", "siglip", layout), new() { CacheFolder = home.Folder, Photos = new() { Size = 96 } });
        var photo = RgbImage.Load(SharedData.Path("golden", "photo.png"));
        var classifier = segmenter.Embed(
            Vocabulary.Parse(["wall", "swivel chair", "sea"]), cancellationToken: TestContext.Current.CancellationToken);
        using var features = segmenter.Embed(photo, cancellationToken: TestContext.Current.CancellationToken);

        var softmax = features.Segment(classifier, cancellationToken: TestContext.Current.CancellationToken);
        var sigmoid = features.Segment(classifier, new() { Sigmoid = true }, TestContext.Current.CancellationToken);

        Assert.Equal(softmax.Labels.ToArray(), sigmoid.Labels.ToArray());
        Assert.NotEqual(segmenter.For(classifier).Fingerprint, segmenter.For(classifier, new() { Sigmoid = true }).Fingerprint);
        using var windows = segmenter.Embed(photo, new() { Size = 96, Windows = new(64, 32) }, TestContext.Current.CancellationToken);
        foreach (var one in new[] { sigmoid, windows.Segment(classifier, new() { Sigmoid = true }, TestContext.Current.CancellationToken) })
        {
            // The best cosine's sigmoid, which no softmax over three names could be.
            var region = one.Regions.MaxBy(region => region.Share)!;
            Assert.InRange(
                region.Score,
                1 / (1 + Math.Exp(segmenter.Model.LogitScale - segmenter.Model.LogitBias!.Value)),
                1 / (1 + Math.Exp(-segmenter.Model.LogitScale - segmenter.Model.LogitBias!.Value)));
            Assert.NotEqual(softmax.Regions.MaxBy(region => region.Share)!.Score, region.Score, 3);
        }
    }

    [Fact]
    public void Sigmoid_WithWhatNeedsASumOfOne_IsRefused()
    {
        using var segmenter = Segmenter.Load(SharedData.Path("golden", "siglip", "hf"), new() { CacheFolder = home.Folder });
        var classifier = segmenter.Embed(Vocabulary.Parse(["wall", "sea"]), cancellationToken: TestContext.Current.CancellationToken);

        Assert.Contains(
            "sigmoid",
            Assert.Throws<OptionsException>(() => segmenter.For(classifier, new() { Sigmoid = true, KeySmoothing = 1 })).Message);
    }

    [Theory]
    [InlineData("naclip", "'naclip' has no meaning for SigLIP")]
    [InlineData("clip-surgery", "'clip-surgery' has no meaning")]
    [InlineData("maskclip:residual=off", "'residual' of 'maskclip'")]
    [InlineData("maskclip:positions=factor", "'positions' of 'maskclip'")]
    public void Method_WithoutAMeaning_IsRefusedByName(string method, string message)
    {
        var error = Assert.Throws<OptionsException>(() => Segmenter.Load(
            SharedData.Path("golden", "siglip", "hf"), new() { CacheFolder = home.Folder, Photos = new() { Method = method } }).Dispose());

        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData("hf", "config.json", "\"hidden_size\": 64", "\"hidden_act\": \"silu\", \"hidden_size\": 64", "hidden_act' is \"silu\"")]
    [InlineData("hf", "config.json", "\"num_hidden_layers\": 2", "\"num_hidden_layers\": 3", "num_hidden_layers' is 3; 2 is allowed")]
    [InlineData("hf", "config.json", "\"num_attention_heads\": 4", "\"num_attention_heads\": 5", "does not divide into 5")]
    [InlineData("hf", "config.json", "\"image_size\": 64", "\"image_size\": 80", "positions for 4")]
    [InlineData("hf", "config.json", "\"model_type\": \"siglip\"", "\"model_type\": \"siglip2\"", "NaFlex")]
    [InlineData("openclip", "open_clip_config.json", "\"no_causal_mask\": true", "\"no_causal_mask\": false", "no_causal_mask")]
    [InlineData("openclip", "open_clip_config.json", "\"pool_type\": \"last\"", "\"pool_type\": \"eos\"", "pool_type")]
    [InlineData("openclip", "open_clip_config.json", "\"clean\": \"canonicalize\"", "\"clean\": \"no\"", "clean' is \"no\"")]
    [InlineData("openclip", "open_clip_config.json", "\"timm_pool\": \"map\"", "\"timm_pool\": \"avg\"", "timm_pool' is \"avg\"")]
    [InlineData("openclip", "open_clip_config.json", "vit_base_patch16_siglip_224", "vit_small_patch16_siglip_224", "timm_model_name")]
    [InlineData(
        "openclip", "open_clip_config.json", "\"timm_pool\": \"map\"", "\"timm_pool\": \"map\", \"qk_norm\": true", "qk_norm' is true")]
    [InlineData("openclip", "open_clip_config.json", "\"depth\": 2", "\"depth\": 2, \"reg_tokens\": 4", "reg_tokens' is 4")]
    public void Configuration_ThatSaysSomethingElse_IsRefusedByName(string layout, string file, string was, string becomes, string message)
    {
        var folder = Copy(layout);
        var path = Path.Combine(folder, file);
        Assert.Contains(was, File.ReadAllText(path));
        File.WriteAllText(path, File.ReadAllText(path).Replace(was, becomes, StringComparison.Ordinal));

        Assert.Contains(message, Refused(folder).Message);
    }

    [Theory]
    [InlineData("vit_so400m_patch16_siglip_256", Activation.TanhGelu)]
    [InlineData("vit_so400m_patch14_siglip_378", Activation.Gelu)]
    [InlineData("vit_large_patch16_siglip_512", Activation.TanhGelu)]
    [InlineData("vit_large_patch16_siglip_384", Activation.Gelu)]
    [InlineData("vit_base_patch32_siglip_256", Activation.TanhGelu)]
    [InlineData("vit_giantopt_patch16_siglip_256", Activation.TanhGelu)]
    public void Trunk_OfEachName_HasItsActivation(string trunk, Activation expected)
    {
        var folder = Copy("openclip");
        var path = Path.Combine(folder, "open_clip_config.json");
        File.WriteAllText(path, File.ReadAllText(path).Replace("vit_base_patch16_siglip_224", trunk, StringComparison.Ordinal));

        using var model = ModelFamilies.Open(new ModelSource("", folder, ""), new OpeningOptions { CacheFolder = home.Folder });

        Assert.Contains(model.Facts, fact => fact == ("activation", $"{(expected == Activation.Gelu ? "gelu" : "gelu, by tanh")} (image)"));
    }

    [Fact]
    public void Tensor_ThatNothingReads_IsRefusedByName()
    {
        var folder = Copy("hf");
        var path = Path.Combine(folder, "model.safetensors");
        SafetensorsEntry[] entries;
        using (var file = SafetensorsFile.Open(path))
            entries = [.. file.Tensors.Values.Select(tensor => new SafetensorsEntry(tensor.Name, [.. tensor.Shape], tensor.ToArray()))];
        SafetensorsWriter.Write(
            path, [.. entries, new SafetensorsEntry("vision_model.encoder.layers.0.layer_scale1.lambda1", [64], new float[64])]);

        Assert.Contains("layer_scale1.lambda1", Refused(folder).Message);

        SafetensorsWriter.Write(path, entries.Where(entry => !entry.Name.Contains("layers.0.", StringComparison.Ordinal)));
        Assert.Contains("resblocks.0", Refused(folder).Message); // block 1 without block 0
    }

    private static float[] Unit(float[] vector) => Model.UnitLength.Of(vector);

    private static SafetensorsFile Open(string layout) =>
        SafetensorsFile.Open(SharedData.Path("golden", "siglip", layout, "io.safetensors"));

    private CheckpointException Refused(string folder) =>
        Assert.Throws<CheckpointException>(() =>
            ModelFamilies.Open(new ModelSource("", folder, ""), new OpeningOptions { CacheFolder = home.Folder }).Dispose());

    private string Copy(string layout)
    {
        var folder = Directory.CreateDirectory(Path.Combine(home.Folder, Guid.NewGuid().ToString("n"))).FullName;
        foreach (var file in Directory.GetFiles(SharedData.Path("golden", "siglip", layout)))
            File.WriteAllBytes(Path.Combine(folder, Path.GetFileName(file)), File.ReadAllBytes(file));
        return folder;
    }
}
