using MaskClip.Checkpoints;
using MaskClip.Testing;
using MaskClip.Towers;
using MaskClip.Training.Contrastive;
using MaskClip.Training.Students;
using MaskClip.Training.Tests.Contrastive;
using MaskClip.World;
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

        Assert.Equal(BackboneKind.Clip, student.Config.Backbone!.Kind);
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
        Assert.Contains(
            "a CLIP model with a ResNet", Assert.Throws<OptionsException>(() => StudentBuilder.Build(Options(null), teacher)).Message);
    }

    [Theory]
    [InlineData(TrainingSetting.FineTuning, "mapped-text")]
    [InlineData(TrainingSetting.ZeroShot, "frozen-text")]
    [InlineData(TrainingSetting.Supervised, "frozen-text")]
    public void Classifier_ByItself_IsThePapersOfTheSetting(TrainingSetting setting, string kind)
    {
        Assert.Equal(kind, new StudentOptions().ClassifierIn(setting));
        Assert.Equal("learned", new StudentOptions { Classifier = "learned" }.ClassifierIn(setting));
    }

    [Fact]
    public void Build_LinearClip_BeginsAsTheTeachersOwnMaskClip()
    {
        using var scope = NewDisposeScope();
        using var teacher = Segmenter.Load(
            "world-clip", new SegmenterOptions { Photos = new() { Size = 128 }, CacheFolder = runs.At("cache"), Threads = 1 });
        var options = Linear();
        using var student = StudentBuilder.Build(options, teacher);
        student.eval();

        var picture = SmallWorld.Scene(4, WorldSplit.Train, 128, 128).Picture;
        using var features = teacher.Embed(picture, cancellationToken: TestContext.Current.CancellationToken);
        var pixels = new float[3 * 128 * 128];
        MaskClip.Imaging.ImageTensor.Normalize(picture, [.. student.Config.Mean], [.. student.Config.Std], pixels);
        using var _ = no_grad();
        var own = student.Features(tensor(pixels, [1, 3, 128, 128])); // [1, d, 32, 32]
        int size = features.Size;
        for (int cell = 0; cell < 32 * 32; cell += 37)
        {
            var (y, x) = Math.DivRem(cell, 32);
            Close.Within(
                2e-4,
                features.Features.Slice((y / 2 * 16 + x / 2) * size, size).ToArray(),
                own[0, .., y, x].contiguous().data<float>().ToArray());
        }
    }

    [Fact]
    public void Build_LinearClip_WhatDoesNotFit_IsRefused()
    {
        using var teacher = Segmenter.Load("world-clip", new SegmenterOptions { CacheFolder = runs.At("cache"), Threads = 1 });
        var linear = Linear();
        Assert.Contains("has no dilations: leave them out", Refused(linear with { Student = linear.Student with { Dilations = [1, 2] } }));
        Assert.Contains("need a square", Refused(linear with { Augmentation = linear.Augmentation with { CropWidth = 64 } }));
        Assert.Contains("write linear-clip", Refused(linear with { Student = new StudentOptions { Network = "linear-resnet50" } }));
        using var network = SmallClip.Random("vit");
        ModelFile.Write(resNet, network, half: false, trainedTokensOnly: true, []);
        Assert.Contains(
            "24 numbers and the teacher's texts 256", Refused(linear with { Student = linear.Student with { Initial = resNet } }));

        string Refused(TrainingOptions options) => Assert.Throws<OptionsException>(() => StudentBuilder.Build(options, teacher)).Message;
    }

    private TrainingOptions Linear()
    {
        var options = runs.ZeroShot("linear");
        return options with
        {
            Student = new StudentOptions { Network = "linear-clip" },
            Augmentation = options.Augmentation with { CropWidth = 128, CropHeight = 128 },
        };
    }

    private TrainingOptions Options(string? initial) => runs.ZeroShot("built") with
    {
        Student = new StudentOptions { Network = "deeplabv2-clip", Dilations = [1, 2], Initial = initial },
    };
}
