using MaskClip.Families.Bridge;
using MaskClip.Models;
using MaskClip.Students;
using MaskClip.Testing;
using MaskClip.Towers;
using MaskClip.Training.Students;
using MaskClip.World;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Students;

/// <summary>Students that begin with the ResNet of the model package photo.</summary>
public sealed class BridgeStudentsTests(DrawnRun runs) : IClassFixture<DrawnRun>
{
    private const int Side = 96;
    private const int Half = StudentBackbone.OutputStride / 2;

    [Fact]
    public void Build_ContextResNet18_BeginsAsItsTeachersOwnMaskClip()
    {
        using var scope = NewDisposeScope();
        using var teacher = Teacher("photo");
        using var student = StudentBuilder.Build(Options("context-resnet18"), teacher);
        student.eval();
        var picture = SmallWorld.Scene(4, WorldSplit.Train, Side, Side).Picture;
        var pixels = new float[3 * Side * Side];
        MaskClip.Imaging.ImageTensor.Normalize(picture, [.. student.Config.Mean], [.. student.Config.Std], pixels);
        using var _ = no_grad();
        var own = student.Features(tensor(pixels, [1, 3, Side, Side]));

        // The student's cells have their middles where other networks have theirs; its teacher's positions sit on multiples of 8 pixels.
        using var features = teacher.Embed(Moved(picture), cancellationToken: TestContext.Current.CancellationToken);
        const int Cells = Side / 8;
        for (int cell = 0; cell < Cells * Cells; cell += 5)
        {
            var (y, x) = Math.DivRem(cell, Cells);
            Close.Within(
                2e-4,
                features.Features.Slice(cell * features.Size, features.Size).ToArray(),
                own[0, .., y, x].contiguous().data<float>().ToArray());
        }

        Assert.Equal(24, student.Config.FeatureScale);
    }

    [Fact]
    public void Build_ResNet18_BeginsWithImageNetUnlessToldOtherwise()
    {
        using var teacher = Teacher("world-clip");
        using var usual = StudentBuilder.Build(Options("deeplabv2-resnet18"), teacher);
        using var random = StudentBuilder.Build(Options("deeplabv2-resnet18", StudentOptions.Random), teacher);
        Assert.Equal((BackboneKind.PlainBasic, true), (usual.Config.Backbone!.Kind, usual.Config.Backbone.PadsUnevenly));
        Assert.Equal([2, 2, 2, 3], usual.Config.Backbone.Layers);
        Assert.Equal(BackboneKind.Basic, random.Config.Backbone!.Kind);

        using var stored = ResNetWeights.Open(
            Path.Combine(InstalledModels.Find(InstalledModels.DefaultFolder, "photo")!, "image.onnx"));
        Assert.Equal(stored.Require("visual.layer4.2.conv2.weight").ToArray(), Numbers("layer4.2.conv2.weight"));
        Assert.Equal(stored.Require("visual.layer3.0.downsample.1.running_var").ToArray(), Numbers("layer3.0.downsample.1.running_var"));
        // It takes red first, the stored one blue.
        float[] turned = Numbers("conv1.weight"), bgr = stored.Require("visual.conv1.weight").ToArray();
        Assert.Equal(bgr[(2 * 49)..(3 * 49)], turned[..49]);

        float[] Numbers(string name) => usual.named_parameters().Select(one => (one.name, Value: (Tensor)one.parameter))
            .Concat(usual.named_buffers().Select(one => (one.name, Value: one.buffer)))
            .Single(one => one.name == $"backbone.{name}").Value.data<float>().ToArray();
    }

    [Fact]
    public void Run_ContextResNet18_LearnsAndKeepsItsStatistics()
    {
        var options = Options("context-resnet18") with
        {
            Setting = TrainingSetting.AnnotationFree,
            Unseen = [],
            Output = runs.At("context"),
            EvaluationPhotos = [],
            Optimization = new OptimizationOptions { Steps = 2, Batch = 1, LearningRate = 1e-3 },
            Teacher = new() { Model = "photo", Embedding = new SegmenterOptions { CacheFolder = runs.At("cache"), Threads = 1 } },
        };
        Trainer.Run(options);
        using var teacher = Teacher("photo");
        using var before = StudentBuilder.Build(options, teacher);
        using var file = StudentFile.Open(runs.At("context", "student.safetensors"));
        foreach (var (name, value) in before.named_buffers().Where(one => one.name.StartsWith("backbone.", StringComparison.Ordinal)))
            Assert.Equal(value.data<float>().ToArray(), file.Require(name).ToArray());
        Assert.NotEqual(new float[file.Require("decoder.last.weight").ToArray().Length], file.Require("decoder.last.weight").ToArray());
    }

    [Fact]
    public void Build_WithoutABridge_SaysWhatIsNeeded()
    {
        using var teacher = Teacher("world-clip");
        Assert.Contains("take photo", Refused(Options("context-resnet18")));
        Assert.Contains("write context-resnet18", Refused(Options("context-resnet50")));
        Assert.Contains("leave the initial weights out", Refused(Options("context-resnet18", StudentOptions.ImageNet)));

        string Refused(TrainingOptions options) => Assert.Throws<OptionsException>(() => StudentBuilder.Build(options, teacher)).Message;
    }

    private Segmenter Teacher(string model) => Segmenter.Load(
        model,
        new SegmenterOptions
        {
            Photos = new() { Method = "maskclip", Size = Side, OutputStride = model == "photo" ? 8 : null },
            CacheFolder = runs.At("cache"),
            Threads = 1,
        });

    private TrainingOptions Options(string network, string? initial = null) => runs.ZeroShot("built") with
    {
        Student = new StudentOptions { Network = network, Initial = initial, Dilations = [1, 2] },
        Augmentation = new() { CropWidth = Side, CropHeight = Side },
    };

    private static RgbImage Moved(RgbImage picture)
    {
        var pixels = new byte[3 * Side * Side];
        for (int i = 0; i < pixels.Length; i++)
        {
            var (y, x) = Math.DivRem(i / 3, Side);
            pixels[i] = picture.Pixels[3 * (Math.Min(y + Half, Side - 1) * Side + Math.Min(x + Half, Side - 1)) + i % 3];
        }

        return new RgbImage(Side, Side, pixels);
    }
}
