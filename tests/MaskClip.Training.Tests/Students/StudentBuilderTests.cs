using MaskClip.Checkpoints;
using MaskClip.Clip;
using MaskClip.Training.Contrastive;
using MaskClip.Training.Tests.Contrastive;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Students;

public sealed class StudentBuilderTests(DrawnRun runs) : IClassFixture<DrawnRun>
{
    private readonly string resNet = runs.At("resnet.safetensors");

    [Fact]
    public void Build_AClipBackboneOfAGivenModel_HasItsSizesAndWeights_WhateverTheTeacher()
    {
        using var scope = NewDisposeScope();
        using var network = SmallClip.Random("resnet");
        ModelFile.Write(resNet, network, half: false, trainedTokensOnly: true, []);
        using var teacher = Segmenter.Load("world-clip", new SegmenterOptions { CacheFolder = runs.At("cache"), Threads = 1 });

        using var student = StudentBuilder.Build(Options(resNet), teacher);

        Assert.Equal(BackboneKind.Clip, student.Config.Backbone.Kind);
        Assert.Equal([1, 2, 1, 1], student.Config.Backbone.Layers);
        Assert.Equal(16, student.Config.Backbone.Width);
        Assert.Equal(teacher.Model.ImageConfig.EmbeddingSize, student.Config.EmbeddingSize);
        var convolution = student.named_parameters().Single(one => one.name == "backbone.layer4.0.conv2.weight").parameter;
        using var checkpoint = Checkpoint.Open(resNet);
        Assert.Equal(checkpoint.Require("visual.layer4.0.conv2.weight").ToArray(), convolution.data<float>().ToArray());
    }

    [Fact]
    public void Build_AClipBackboneOfATransformer_SaysWhatToTakeInstead()
    {
        using var teacher = Segmenter.Load("world-clip", new SegmenterOptions { CacheFolder = runs.At("cache"), Threads = 1 });
        Assert.Contains("a CLIP model with a ResNet", Assert.Throws<ArgumentException>(() => StudentBuilder.Build(Options(null), teacher)).Message);
    }

    private TrainingOptions Options(string? initial) => runs.ZeroShot("built") with
    {
        Student = new StudentOptions { Network = "deeplabv2-clip", Dilations = [1, 2], Initial = initial },
    };
}
