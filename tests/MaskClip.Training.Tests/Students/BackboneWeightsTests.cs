using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Students;
using MaskClip.Testing;
using MaskClip.Training.Students;
using MaskClip.Training.Towers;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Tests.Students;

public sealed class BackboneWeightsTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-backbones").FullName;

    [Fact]
    public void LoadBackbone_AClipsResNet_GivesTheTeachersFeaturesAtStride8()
    {
        using var scope = NewDisposeScope();
        using var model = ClipModel.Open(SharedData.MiniClip, new OpeningOptions { CacheFolder = folder });
        var config = SmallStudents.Config() with { Backbone = StudentBackbone.Of(model.ImageConfig), Dilations = [1] };
        using var network = SmallStudents.Create(config);

        var report = network.LoadBackbone(model.Checkpoint);

        Assert.Empty(report.LeftAsTheyWere);
        Assert.All(report.NotTaken, name => Assert.StartsWith("visual.attnpool.", name));
        Assert.Equal(
            model.Checkpoint.Tensors.Keys.Count(name => name.StartsWith("visual.", StringComparison.Ordinal)) - report.NotTaken.Count,
            report.Taken);

        network.eval();
        using var _ = no_grad();
        var images = SmallStudents.Images(1, 64, 96);
        var backbone = (Backbone)network.named_children().Single(child => child.name == "backbone").module;
        var (low, last) = backbone.forward(images);
        Assert.Equal([1, config.Backbone.LowChannels, 16, 24], low.shape);
        var features = last.flatten(2).transpose(1, 2);
        foreach (var layer in new[] { "v_proj", "c_proj" })
            features = functional.linear(features, Tensor(model, $"{layer}.weight"), Tensor(model, $"{layer}.bias"));
        features /= features.norm(-1, keepdim: true);
        using var teacher = model.CreateImageEncoder(DenseMethods.MaskClip, key: false, outputStride: 8);
        var expected = teacher.Encode(images.data<float>().ToArray(), 1, 64, 96, TestContext.Current.CancellationToken).Features;
        Close.Within(1e-4, expected, features.contiguous().data<float>().ToArray());
    }

    [Theory]
    [InlineData("")]
    [InlineData("backbone.")]
    public void LoadBackbone_OpenMmlabsDeepStem_IsTakenWhole(string prefix)
    {
        using var network = ResNet18();
        var stored = States(network).Select(state => (prefix + DeepStem(state.Name), state.Shape, Noise(state.Shape))).ToList();
        SafetensorsWriter.Write(At("resnet.safetensors"), stored);
        using var checkpoint = Checkpoint.Open(At("resnet.safetensors"));

        var report = network.LoadBackbone(checkpoint);

        Assert.Empty(report.LeftAsTheyWere);
        Assert.Empty(report.NotTaken);
        Assert.Equal(stored.Count, report.Taken);
        Assert.Equal(stored.Single(tensor => tensor.Item1 == $"{prefix}stem.3.weight").Item3, Numbers(network, "backbone.conv2.weight"));
        Assert.Equal(
            stored.Single(tensor => tensor.Item1 == $"{prefix}layer4.1.bn2.running_var").Item3,
            Numbers(network, "backbone.layer4.1.bn2.running_var"));
    }

    [Fact]
    public void LoadBackbone_Torchvisions_LeavesItsStemAndSaysSo()
    {
        using var network = ResNet18();
        var before = Numbers(network, "backbone.conv1.weight");
        var stored = States(network).Where(state => state.Name.StartsWith("layer", StringComparison.Ordinal))
            .Select(state => (state.Name, state.Shape, Noise(state.Shape)))
            .ToList();
        foreach (var norm in new[] { "weight", "bias", "running_mean", "running_var" }) stored.Add(($"bn1.{norm}", [64], Noise([64])));
        stored.Add(("conv1.weight", [64, 3, 7, 7], Noise([64, 3, 7, 7])));
        stored.Add(("fc.weight", [10, 512], Noise([10, 512])));
        SafetensorsWriter.Write(At("resnet18.safetensors"), stored);
        using var checkpoint = Checkpoint.Open(At("resnet18.safetensors"));

        var report = network.LoadBackbone(checkpoint);

        Assert.Equal(15, report.LeftAsTheyWere.Count);
        Assert.All(report.LeftAsTheyWere, name => Assert.Matches("^(conv|bn)[123]\\.", name));
        Assert.Equal(
            [
                "bn1.bias [64]",
                "bn1.running_mean [64]",
                "bn1.running_var [64]",
                "bn1.weight [64]",
                "conv1.weight [64, 3, 7, 7]",
                "fc.weight [10, 512]",
            ],
            report.NotTaken);
        Assert.Equal(before, Numbers(network, "backbone.conv1.weight"));
        Assert.Equal(
            stored.Single(tensor => tensor.Name == "layer2.0.downsample.0.weight").Item3,
            Numbers(network, "backbone.layer2.0.downsample.0.weight"));
    }

    [Fact]
    public void LoadBackbone_FewerBlocks_NamesTheFirstThatIsMissing()
    {
        using var network = ResNet18();
        SafetensorsWriter.Write(
            At("less.safetensors"),
            States(network).Where(state => !state.Name.StartsWith("layer4.1", StringComparison.Ordinal))
                .Select(state => (state.Name, state.Shape, Noise(state.Shape))));
        using var checkpoint = Checkpoint.Open(At("less.safetensors"));

        var error = Assert.Throws<CheckpointException>(() => network.LoadBackbone(checkpoint));

        Assert.StartsWith("layer4.1.", error.Tensor);
        Assert.Contains("other blocks", error.Message);
    }

    [Fact]
    public void LoadBackbone_AClipForAResNet_SaysWhatIsNeeded()
    {
        using var network = ResNet18();
        using var model = ClipModel.Open(SharedData.WorldClip, new OpeningOptions { CacheFolder = folder });

        Assert.Contains(
            "torchvision or OpenMMLab", Assert.Throws<CheckpointException>(() => network.LoadBackbone(model.Checkpoint)).Message);
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static StudentNetwork ResNet18() =>
        SmallStudents.Create(SmallStudents.Config() with { Backbone = StudentBackbone.Parse("resnet18") });

    private static IEnumerable<(string Name, int[] Shape)> States(StudentNetwork network) =>
        network.named_parameters()
            .Select(one => (one.name, one.parameter.shape))
            .Concat(network.named_buffers().Select(one => (one.name, one.buffer.shape)))
            .Where(one =>
                one.name.StartsWith("backbone.", StringComparison.Ordinal)
                    && !one.name.EndsWith("num_batches_tracked", StringComparison.Ordinal))
            .Select(one => (one.name["backbone.".Length..], one.shape.Select(size => (int)size).ToArray()));

    private static float[] Numbers(StudentNetwork network, string name) =>
        network.named_parameters()
            .Select(one => (one.name, (Tensor)one.parameter))
            .Concat(network.named_buffers().Select(one => (one.name, one.buffer)))
            .Single(one => one.name == name).Item2.detach().data<float>().ToArray();

    private static float[] Noise(
        int[] shape) =>
        [
            .. Enumerable.Range(shape[0], shape.Aggregate(1, (count, size) => count * size)).Select(i => 0.01f * MathF.Sin(i))
        ];

    private static string DeepStem(string name)
    {
        if (name.StartsWith("layer", StringComparison.Ordinal)) return name;
        int number = name[name.IndexOf('.', StringComparison.Ordinal) - 1] - '1';
        int layer = 3 * number + (name.StartsWith("bn", StringComparison.Ordinal) ? 1 : 0);
        return $"stem.{layer}{name[name.IndexOf('.', StringComparison.Ordinal)..]}";
    }

    private static Tensor Tensor(ClipModel model, string name)
    {
        var stored = model.Checkpoint.Require($"visual.attnpool.{name}");
        return tensor(stored.ToArray(), [.. stored.Shape.Select(size => (long)size)]);
    }

    private string At(string name) => Path.Combine(folder, name);
}
