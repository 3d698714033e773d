using MaskClip.Students;
using MaskClip.Towers;
using MaskClip.Training.Optimization;
using MaskClip.Training.Students;
using MaskClip.Training.Tests.Students;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Optimization;

/// <summary>
/// libtorch's fp32 kernels gave wrong gradients for some channel counts: a whole step's gradients are held against float64, which has no
/// such kernels.
/// </summary>
public sealed class GradientTests
{
    private const int Classes = 11;

    [Theory]
    [InlineData(nameof(StudentDecoder.DeepLabV2), nameof(BackboneKind.Clip), nameof(StudentClassifierKind.FrozenText))]
    [InlineData(nameof(StudentDecoder.DeepLabV2), nameof(BackboneKind.Bottleneck), nameof(StudentClassifierKind.Learned))]
    [InlineData(nameof(StudentDecoder.DeepLabV3Plus), nameof(BackboneKind.Basic), nameof(StudentClassifierKind.MappedText))]
    public void OneStep_ComparedWithFloat64_HasTheSameGradients(string decoder, string backbone, string classifier)
    {
        var config = new StudentConfig
        {
            Decoder = Enum.Parse<StudentDecoder>(decoder),
            Dilations = decoder == nameof(StudentDecoder.DeepLabV2) ? [3, 6] : [1, 3, 6],
            Backbone = new StudentBackbone(Enum.Parse<BackboneKind>(backbone), [1, 1, 1, 1], 20), // widths that are no multiples of 16
            EmbeddingSize = 60,
            Classifier = Enum.Parse<StudentClassifierKind>(classifier),
            Mean = [0.5f, 0.5f, 0.5f],
            Std = [0.25f, 0.25f, 0.25f],
            PhotoSize = 64,
        };
        using var generator = new Generator(5);
        using var text = randn([Classes, 60], generator: generator);
        float[] rows = (text / text.norm(1, keepdim: true)).data<float>().ToArray();
        using var images = randn([2, 3, 64, 64], generator: generator);
        using var labels = randint(0, Classes, [2, 64, 64], generator: generator);
        var single = Gradients(config, rows, images, labels, ScalarType.Float32);
        var twice = Gradients(config, rows, images, labels, ScalarType.Float64);
        // Behind a normalization some gradients nearly cancel out; they are held to a share of the whole gradient instead of their own.
        double whole = Math.Sqrt(twice.Values.Sum(values => values.Sum(value => value * value)));
        foreach (var (name, expected) in twice)
        {
            double size = Math.Sqrt(expected.Sum(value => value * value)), error = Math.Sqrt(
                expected.Zip(single[name], (a, b) => (a - b) * (a - b)).Sum());
            Assert.True(size > 0, $"{name} has no gradient");
            Assert.True(error <= 2e-3 * (size + 0.01 * whole), $"the gradient of {name} is off by {error / size:P2}");
        }
    }

    private static Dictionary<string, double[]> Gradients(StudentConfig config, float[] rows, Tensor images, Tensor labels, ScalarType type)
    {
        using var network = new StudentNetwork(config, rows, seed: 3);
        SmallStudents.Liven(network, seed: 3);
        network.to(type);
        network.train();
        using var scope = NewDisposeScope();
        StudentLoss.CrossEntropy(network.forward(images.to(type)), labels).backward();
        return network.named_parameters()
            .ToDictionary(one => one.name, one => one.parameter.grad!.to(ScalarType.Float64).data<double>().ToArray());
    }
}
