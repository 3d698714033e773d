using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

public sealed class CheckpointHintsTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void HuggingFace_EverythingSaid_IsTaken()
    {
        _folder.File("config.json", """
            {"model_type":"clip",
             "text_config":{"hidden_act":"gelu","layer_norm_eps":1e-6,"num_attention_heads":7,"eos_token_id":2},
             "vision_config":{"hidden_act":"gelu","layer_norm_eps":1e-6,"num_attention_heads":14,"image_size":336}}
            """);
        _folder.File("preprocessor_config.json", """
            {"image_mean":[0.1,0.2,0.3],"image_std":[0.4,0.5,0.6],"crop_size":{"height":378,"width":378}}
            """);
        var hints = HuggingFaceConfig.Read(_folder.Path);
        Assert.Equal("gelu", hints.Activation);
        Assert.Equal(1e-6f, hints.LayerNormEpsilon);
        Assert.Equal((7, 14, 2, 378), (hints.TextHeads, hints.VisionHeads, hints.EndOfTextToken, hints.ImageSize));
        Assert.Equal([0.1f, 0.2f, 0.3f], hints.Mean!);
        Assert.Equal([0.4f, 0.5f, 0.6f], hints.Std!);
        Assert.Contains("preprocessor_config.json", hints.Source, StringComparison.Ordinal);
    }

    [Fact]
    public void HuggingFace_NothingSaid_HasTheDefaultsOfTransformers()
    {
        _folder.File("config.json", """{"text_config":null,"vision_config":{"layer_norm_eps":null}}""");
        _folder.File("preprocessor_config.json", """{"crop_size":224}""");
        var hints = HuggingFaceConfig.Read(_folder.Path);
        Assert.Equal("quick_gelu", hints.Activation);
        Assert.Equal(1e-5f, hints.LayerNormEpsilon);
        Assert.Equal((8, 12, null, 224), (hints.TextHeads, hints.VisionHeads, hints.EndOfTextToken, hints.ImageSize));
        Assert.Null(hints.Mean);
    }

    [Fact]
    public void HuggingFace_ConfigDict_OverridesConfig()
    {
        _folder.File("config.json", """
            {"text_config":{"hidden_act":"quick_gelu"},"vision_config":{"hidden_act":"quick_gelu"},
             "text_config_dict":{"hidden_act":"gelu"},"vision_config_dict":{"hidden_act":"gelu","num_attention_heads":16}}
            """);
        var hints = HuggingFaceConfig.Read(_folder.Path);
        Assert.Equal("gelu", hints.Activation);
        Assert.Equal(16, hints.VisionHeads);
    }

    [Fact]
    public void HuggingFace_ImageTowerAlone_HasItsValuesAtTheRoot()
    {
        _folder.File("config.json", """{"model_type":"clip_vision_model","hidden_act":"gelu","num_attention_heads":16,"image_size":336}""");
        var hints = HuggingFaceConfig.Read(_folder.Path);
        Assert.Equal(("gelu", 16, 336), (hints.Activation, hints.VisionHeads, hints.ImageSize));
        Assert.Null(hints.TextHeads);
    }

    [Theory]
    [InlineData("""{"model_type":"siglip"}""", "siglip")]
    [InlineData("""{"vision_config":{"hidden_act":"relu"}}""", "vision_config.hidden_act")]
    [InlineData("""{"vision_config":{"hidden_act":7}}""", "vision_config.hidden_act")]
    [InlineData("""{"vision_config":{"hidden_act":"\ud800"}}""", "vision_config.hidden_act")]
    [InlineData("""{"vision_config":{"num_attention_heads":0}}""", "vision_config.num_attention_heads")]
    [InlineData("""{"vision_config":{"num_attention_heads":1.5}}""", "vision_config.num_attention_heads")]
    [InlineData("""{"vision_config":{"layer_norm_eps":"small"}}""", "vision_config.layer_norm_eps")]
    [InlineData("""{"vision_config":{"layer_norm_eps":1e999}}""", "vision_config.layer_norm_eps")]
    [InlineData("""{"vision_config":""", "cannot be read")]
    [InlineData("""7""", "not a JSON object")]
    public void HuggingFace_WrongValue_IsNamed(string json, string message)
    {
        var path = _folder.File("config.json", json);
        var exception = Assert.Throws<CheckpointException>(() => HuggingFaceConfig.Read(_folder.Path));
        Assert.Equal(path, exception.Path);
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void OpenClip_EverythingSaid_IsTaken()
    {
        _folder.File("open_clip_config.json", """
            {"model_cfg":{"quick_gelu":true,"vision_cfg":{"image_size":224,"head_width":80},"text_cfg":{"heads":16}},
             "preprocess_cfg":{"mean":[0.1,0.2,0.3],"std":[0.4,0.5,0.6]}}
            """);
        var hints = OpenClipConfig.Read(_folder.Path);
        Assert.Equal(("quick_gelu", 80, 16, 224), (hints.Activation, hints.VisionHeadWidth, hints.TextHeads, hints.ImageSize));
        Assert.Equal([0.1f, 0.2f, 0.3f], hints.Mean!);
        Assert.Equal([0.4f, 0.5f, 0.6f], hints.Std!);
        Assert.Null(hints.LayerNormEpsilon);
    }

    [Theory]
    [InlineData("""{"model_cfg":{"vision_cfg":{"image_size":[224,224]}}}""", 224)]
    [InlineData("""{"model_cfg":{"quick_gelu":false}}""", null)]
    public void OpenClip_NoQuickGelu_IsGelu(string json, int? size)
    {
        _folder.File("open_clip_config.json", json);
        Assert.Equal("gelu", OpenClipConfig.Read(_folder.Path).Activation);
        Assert.Equal(size, OpenClipConfig.Read(_folder.Path).ImageSize);
    }

    [Fact]
    public void HuggingFace_TowersThatDiffer_AreBothTaken()
    {
        _folder.File(
            "config.json",
            """{"model_type":"clip","text_config":{"hidden_act":"gelu_pytorch_tanh"},"vision_config":{"hidden_act":"gelu","layer_norm_eps":1e-6}}""");
        var hints = HuggingFaceConfig.Read(_folder.Path);
        Assert.Equal(("gelu", "gelu_tanh"), (hints.Activation, hints.TextActivation));
        Assert.Equal((1e-6f, 1e-5f), (hints.LayerNormEpsilon, hints.TextLayerNormEpsilon));
    }

    [Theory]
    [InlineData("""{"model_type":"clip","auto_map":{"AutoModel":"modeling.Own"}}""", "auto_map")]
    [InlineData("""{"model_type":"clip","architectures":["LongCLIPModel"]}""", "architectures")]
    [InlineData("""{"model_type":"clip","vision_config":{"num_channels":4}}""", "vision_config.num_channels")]
    [InlineData("""{"model_type":"clip","text_config":{"rope_theta":10000}}""", "text_config.rope_theta")]
    [InlineData("""{"model_type":"clip_vision_model","use_registers":true}""", "use_registers")]
    public void HuggingFace_FieldThatIsNotComputed_IsNamed(string json, string field)
    {
        _folder.File("config.json", json);
        var message = Assert.Throws<CheckpointException>(() => HuggingFaceConfig.Read(_folder.Path)).Message;
        Assert.Contains($"'{field}' is ", message, StringComparison.Ordinal);
    }

    [Fact]
    public void HuggingFace_OtherTokenizer_IsNamed()
    {
        _folder.File("config.json", """{"model_type":"clip"}""");
        var path = _folder.File("tokenizer_config.json", """{"tokenizer_class":"XLMRobertaTokenizer"}""");
        var exception = Assert.Throws<CheckpointException>(() => HuggingFaceConfig.Read(_folder.Path));
        Assert.Equal(path, exception.Path);
        Assert.Contains("XLMRobertaTokenizer", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void HuggingFace_PhotosThatAreNotNormalized_AreNot()
    {
        _folder.File("config.json", """{"model_type":"clip"}""");
        _folder.File("preprocessor_config.json", """{"do_normalize":false,"image_mean":[0.1,0.2,0.3],"image_std":[0.4,0.5,0.6]}""");
        var hints = HuggingFaceConfig.Read(_folder.Path);
        Assert.Equal([0f, 0f, 0f], hints.Mean!);
        Assert.Equal([1f, 1f, 1f], hints.Std!);
        _folder.File("preprocessor_config.json", """{"rescale_factor":1.0}""");
        Assert.Contains(
            "'rescale_factor' is 1.0",
            Assert.Throws<CheckpointException>(() => HuggingFaceConfig.Read(_folder.Path)).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"preprocess_cfg":{"mean":[1,2]}}""", "preprocess_cfg.mean")]
    [InlineData("""{"preprocess_cfg":{"std":[1,2,"3"]}}""", "preprocess_cfg.std")]
    [InlineData("""{"model_cfg":{"quick_gelu":"yes"}}""", "model_cfg.quick_gelu")]
    public void OpenClip_WrongValue_IsNamed(string json, string message)
    {
        _folder.File("open_clip_config.json", json);
        var exception = Assert.Throws<CheckpointException>(() => OpenClipConfig.Read(_folder.Path));
        Assert.Contains(message, exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_NoConfiguration_SaysNothing()
    {
        Assert.Same(CheckpointHints.None, HuggingFaceConfig.Read(_folder.Path));
        Assert.Same(CheckpointHints.None, OpenClipConfig.Read(_folder.Path));
    }
}
