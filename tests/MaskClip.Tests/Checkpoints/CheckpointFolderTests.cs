using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

public sealed class CheckpointFolderTests : IDisposable
{
    private const string Index = """
        {"metadata":{"total_size":8},
         "weight_map":{"vision_model.a":"model-00001-of-00002.safetensors","text_model.b":"model-00002-of-00002.safetensors"}}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("")]
    [InlineData("model.safetensors.index.json")]
    public void Open_Shards_GivesTheTensorsOfAll(string path)
    {
        WriteShards();
        using var checkpoint = Checkpoint.Open(_folder.File(path));
        Assert.Equal([1f], checkpoint.Require("vision_model.a").ToArray());
        Assert.Equal([2f], checkpoint.Require("text_model.b").ToArray());
        Assert.Equal("gelu", checkpoint.Hints.Activation);
    }

    [Theory]
    [InlineData("")]
    [InlineData("model-00002-of-00002.safetensors")]
    [InlineData("model.safetensors.index.json")]
    public void Open_ShardsWithoutAConfiguration_AreFoundByTheirIndex(string path)
    {
        WriteShards();
        File.Delete(_folder.File("config.json"));
        using var checkpoint = Checkpoint.Open(_folder.File(path));
        Assert.Equal(["text_model.b", "vision_model.a"], checkpoint.Tensors.Keys.Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("model-00002-of-00002.safetensors")]
    [InlineData("model.safetensors.index.json")]
    public void Hash_OfShards_DependsOnAllOfThem(string path)
    {
        WriteShards();
        var before = MaskClip.Model.ModelHash.Of(_folder.File(path));
        Write("model-00001-of-00002.safetensors", "vision_model.a", 3);
        Assert.NotEqual(before, MaskClip.Model.ModelHash.Of(_folder.File(path)));
    }

    [Fact]
    public void Open_MissingShard_IsNamed()
    {
        WriteShards();
        var shard = _folder.File("model-00002-of-00002.safetensors");
        File.Delete(shard);
        Assert.Equal(shard, Refused(_folder.Path).Path);
    }

    [Theory]
    [InlineData("""{"weight_map":{"a":"../elsewhere.safetensors"}}""")]
    [InlineData("""{"weight_map":{"a":"/etc/passwd"}}""")]
    [InlineData("""{"weight_map":{"a":""}}""")]
    [InlineData("""{"weight_map":{"a":7}}""")]
    [InlineData("""{"weight_map":[]}""")]
    [InlineData("""{"weight_map":{}}""")]
    [InlineData("""{}""")]
    [InlineData("""[]""")]
    [InlineData("""{"weight_map":""")]
    [InlineData("""{"weight_map":{"a":"\ud800"}}""")]
    public void Open_WrongShardIndex_IsRefused(string index)
    {
        WriteShards();
        Assert.Equal(_folder.File("model.safetensors.index.json", index), Refused(_folder.Path).Path);
    }

    [Fact]
    public void Open_SameTensorInTwoShards_IsRefused()
    {
        WriteShards();
        Write("model-00002-of-00002.safetensors", "vision_model.a", 2);
        Assert.Equal("vision_model.a", Refused(_folder.Path).Tensor);
    }

    [Fact]
    public void Open_FolderWithOneFileOfWeights_TakesIt()
    {
        _folder.File("weights.PT", TorchFiles.Zip(TorchFiles.SmallPickle, TorchFiles.SmallStorages));
        _folder.File("README.md", "text");
        using var checkpoint = Checkpoint.Open(_folder.Path);
        Assert.Equal(2, checkpoint.Tensors.Count);
        Assert.Equal(CheckpointHints.None, checkpoint.Hints);
    }

    [Fact]
    public void Open_FolderWithSeveralFiles_ListsThem()
    {
        Write("one.safetensors", "a", 1);
        Write("two.safetensors", "a", 1);
        Assert.Contains("one.safetensors, two.safetensors", Refused(_folder.Path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_FolderWithoutWeights_SaysWhatIsAllowed() =>
        Assert.Contains("model.safetensors", Refused(_folder.Path).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_MissingPath_SaysWhatIsAllowed() =>
        Assert.Contains("safetensors", Refused(_folder.File("nothing.pt")).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_OpenClipFolder_PrefersItsSafetensors()
    {
        _folder.File("open_clip_config.json", """{"model_cfg":{"embed_dim":4}}""");
        _folder.File("open_clip_pytorch_model.bin", TorchFiles.Zip(TorchFiles.SmallPickle, TorchFiles.SmallStorages));
        Write("open_clip_model.safetensors", "logit_scale", 1);
        Write("other.safetensors", "other", 1);
        using var checkpoint = Checkpoint.Open(_folder.Path);
        Assert.Equal(["logit_scale"], checkpoint.Tensors.Keys);
        Assert.Equal("gelu", checkpoint.Hints.Activation);
    }

    [Theory]
    [InlineData("open_clip_x.safetensors", "quick_gelu")]
    [InlineData("mine.safetensors", null)]
    public void Open_FileBesideAnOpenClipConfiguration_UsesItOnlyWhenNamedSo(string name, string? activation)
    {
        _folder.File("open_clip_config.json", """{"model_cfg":{"quick_gelu":true}}""");
        Write(name, "logit_scale", 1);
        using var checkpoint = Checkpoint.Open(_folder.File(name));
        Assert.Equal(activation, checkpoint.Hints.Activation);
    }

    [Fact]
    public void Open_OpenAINamesBesideAHuggingFaceConfiguration_IgnoresIt()
    {
        _folder.File("config.json", """{"model_type":"bert"}""");
        Write("mine.safetensors", "logit_scale", 1);
        using var checkpoint = Checkpoint.Open(_folder.File("mine.safetensors"));
        Assert.Equal(CheckpointHints.None, checkpoint.Hints);
    }

    [Theory]
    [InlineData("version https://git-lfs.github.com/spec/v1\noid sha256:00", "git lfs pull")]
    [InlineData("  <!DOCTYPE html><html>", "web page")]
    [InlineData("<html><body>Not found", "web page")]
    [InlineData("hello", "not a checkpoint")]
    [InlineData("", "empty")]
    public void Open_FileThatIsNoModel_SaysWhatItIs(string content, string message) =>
        Assert.Contains(message, Refused(_folder.File("model.pt", content)).Message, StringComparison.Ordinal);

    [Fact]
    public void Open_SafetensorsWithoutTensors_IsRefused()
    {
        var path = _folder.File("x.safetensors", SafetensorsBytes.Build("{}", 0));
        Assert.Contains("no tensors", Refused(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_Refused_LeavesTheFileFree()
    {
        var path = _folder.File("broken.safetensors", SafetensorsBytes.Build("{", 0));
        Refused(path);
        // On Windows a mapping that was left open would forbid this.
        using var exclusive = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None);
        Assert.Equal(9, exclusive.Length);
    }

    private static CheckpointException Refused(string path) => Assert.Throws<CheckpointException>(() => Checkpoint.Open(path));

    private void WriteShards()
    {
        _folder.File("config.json", """{"model_type":"clip","text_config":{"hidden_act":"gelu"},"vision_config":{"hidden_act":"gelu"}}""");
        _folder.File("model.safetensors.index.json", Index);
        Write("model-00001-of-00002.safetensors", "vision_model.a", 1);
        Write("model-00002-of-00002.safetensors", "text_model.b", 2);
    }

    private void Write(string file, string tensor, float value) => SafetensorsWriter.Write(_folder.File(file), [(tensor, [1], [value])]);
}
