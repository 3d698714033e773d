
using MaskClip.Checkpoints;
using MaskClip.Students;
using MaskClip.Testing;
using MaskClip.Towers;

namespace MaskClip.Tests.Students;

public sealed class StudentFileTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-students").FullName;

    [Fact]
    public void Open_WhatWasWritten_IsThere()
    {
        using var file = StudentFile.Open(RandomStudent.Write(At("student.safetensors")));
        Assert.Equal(RandomStudent.Config.ToJson(), file.Config.ToJson());
        Assert.Equal(
            RandomStudent.Vocabulary.Classes.SelectMany(one => one.Synonyms), file.Vocabulary.Classes.SelectMany(one => one.Synonyms));
        Assert.Equal(
            RandomStudent.Vocabulary.Classes.Select(one => one.IsBackground), file.Vocabulary.Classes.Select(one => one.IsBackground));
        Assert.Equal(0, file.Settings["iterations"]!.GetValue<int>());
        Assert.Equal(RandomStudent.Tensors(1).First().Values, file.Require("backbone.conv1.weight").ToArray());
    }

    [Fact]
    public void Open_VocabularyOfADataSet_KeepsColorsAndUnseenClasses()
    {
        var voc = Vocabulary.BuiltIn("voc");
        StudentFile.Write(At("voc.safetensors"), RandomStudent.Config, voc, [], RandomStudent.Tensors(1));
        using var file = StudentFile.Open(At("voc.safetensors"));
        Assert.Equal(voc.Unseen, file.Vocabulary.Unseen);
        Assert.All(Enumerable.Range(0, voc.Classes.Count), index => Assert.Equal(voc.Palette[index], file.Vocabulary.Palette[index]));
    }

    [Fact]
    public void Open_AnotherModel_IsRefused()
    {
        SafetensorsWriter.Write(At("other.safetensors"), RandomStudent.Tensors(1));
        Assert.Contains(
            "not a student network", Assert.Throws<CheckpointException>(() => StudentFile.Open(At("other.safetensors"))).Message);
    }

    [Theory]
    [InlineData("version", "2", "format version 2")]
    [InlineData("config", null, "no 'config'")]
    [InlineData("config", "{}", "configuration")]
    [InlineData("config", "not json", "configuration")]
    [InlineData("vocabulary", "{\"classes\":[]}", "vocabulary")]
    [InlineData("settings", "[1]", "other")]
    public void Open_DamagedHeader_IsRefused(string key, string? value, string named)
    {
        var header = new Dictionary<string, string>
        {
            ["format"] = "maskclip-student",
            ["version"] = "1",
            ["config"] = RandomStudent.Config.ToJson(),
            ["vocabulary"] = VocabularyJson.Write(RandomStudent.Vocabulary),
            ["settings"] = "{}",
        };
        if (value is null) header.Remove(key);
        else header[key] = value;
        SafetensorsWriter.Write(At("other.safetensors"), RandomStudent.Tensors(1), header);
        Assert.Contains(named, Assert.Throws<CheckpointException>(() => StudentFile.Open(At("other.safetensors"))).Message);
    }

    [Fact]
    public void Validate_EverythingOutOfRange_NamesEach()
    {
        var config = RandomStudent.Config with
        {
            Dilations = [0],
            EmbeddingSize = 0,
            Mean = [0],
            PhotoSize = 5,
            Backbone = RandomStudent.Config.Backbone! with { Layers = [1], Width = 3 },
        };
        var message = Assert.Throws<OptionsException>(config.Validate).Message;
        Assert.All(["dilations", "embedding", "mean", "photo size", "blocks", "width"], word => Assert.Contains(word, message));
    }

    [Fact]
    public void Validate_ANetworkThatNoStudentHas_IsNamed()
    {
        var config = RandomStudent.Config with { Backbone = RandomStudent.Config.Backbone! with { Kind = BackboneKind.PlainBottleneck } };
        var error = Assert.Throws<OptionsException>(config.Validate);
        Assert.Contains("PlainBottleneck; Basic, Bottleneck, Clip, PlainBasic are allowed", error.Message);
    }

    [Fact]
    public void Validate_ATransformerOutOfRange_NamesEach()
    {
        var wrong = new StudentTransformer(Width: 10, Heads: 3, Layers: 0, Patch: 7, Grid: 0, (Activation)9, Epsilon: 0, Scale: 0);
        var config = RandomStudent.Config with { Decoder = StudentDecoder.Linear, Dilations = [], Backbone = null, Transformer = wrong };
        var message = Assert.Throws<OptionsException>(config.Validate).Message;
        Assert.All(
            ["3 heads", "0 blocks", "7 pixels", "0 patches", "activation", "epsilon", "scale"], word => Assert.Contains(word, message));
        Assert.Contains(
            "a linear decoder a transformer",
            Assert.Throws<OptionsException>((RandomStudent.Config with { Decoder = StudentDecoder.Linear }).Validate).Message);
        Assert.Contains(
            "a linear decoder a transformer",
            Assert.Throws<OptionsException>((RandomStudent.Config with { Transformer = wrong }).Validate).Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private string At(string name) => Path.Combine(folder, name);
}
