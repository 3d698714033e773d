using MaskClip.Students;
using MaskClip.Testing;
using MaskClip.Training.Optimization;
using MaskClip.Training.Tests.Students;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Optimization;

public sealed class StudentOptimizerTests
{
    private static readonly OptimizationOptions Options = new() { Momentum = 0.9, WeightDecay = 0.01, HeadRate = 3 };

    [Fact]
    public void Step_Twice_FollowsMomentumAndDecay_HeadAtItsOwnRate()
    {
        using var network = SmallStudents.Create(SmallStudents.Config());
        using var optimizer = new StudentOptimizer(network, Options);
        var backbone = network.BackboneParameters().First();
        var head = network.HeadParameters().First();
        double w0 = First(backbone), h0 = First(head), v = 0, u = 0, w = w0, h = h0;
        foreach (var (gradient, rate) in new[] { (0.5, 0.1), (-0.25, 0.05) })
        {
            optimizer.Clear();
            (gradient * (backbone.sum() + head.sum())).backward();
            optimizer.Step(rate);
            v = 0.9 * v + gradient + 0.01 * w;
            u = 0.9 * u + gradient + 0.01 * h;
            w -= rate * v;
            h -= 3 * rate * u;
        }

        Assert.Equal(w, First(backbone), 1e-5);
        Assert.Equal(h, First(head), 1e-5);
    }

    [Fact]
    public void Step_WithMuon_MatricesMoveAsFarAsItsRateSays_TheRestDescends()
    {
        using var network = SmallStudents.Create(SmallStudents.Config(StudentDecoder.Linear));
        using var optimizer = new StudentOptimizer(network, Options with { LearningRate = 0.1, MuonRate = 0.01 });
        using var images = SmallStudents.Images(2, 64, 64);
        var before = network.named_parameters().ToDictionary(one => one.name, one => one.parameter.detach().clone());
        optimizer.Clear();
        network.forward(images).square().mean().backward();
        optimizer.Step(0.05); // half of the first step's rate: Muon's is halved with it
        foreach (var (name, value) in network.named_parameters())
        {
            using var gradient = value.grad;
            if (gradient is null) continue;
            using var scope = NewDisposeScope();
            var moved = value.detach() - before[name];
            if (StudentOptimizer.IsInside(name, value))
            {
                // As long as AdamW's steps usually are: 0.2 of the rate. Matrices of the class token's queries have no gradient and stay.
                double length = moved.square().mean().sqrt().item<float>();
                if (gradient.abs().max().item<float>() > 0) Assert.InRange(length, 0.005 * 0.2 * 0.4, 0.005 * 0.2 * 1.4);
            }
            else
            {
                double rate = network.HeadParameters().Any(one => one.Handle == value.Handle) ? 0.15 : 0.05;
                Close.Within(1e-6, (-rate * (gradient + 0.01 * before[name])).data<float>().ToArray(), moved.data<float>().ToArray());
            }
        }
    }

    [Theory]
    [InlineData("Linear", "visual.transformer.resblocks.0.attn.in_proj_weight", true)]
    [InlineData("Linear", "visual.transformer.resblocks.0.ln_1.weight", false)]
    [InlineData("Linear", "visual.conv1.weight", false)]
    [InlineData("Linear", "visual.positional_embedding", false)]
    [InlineData("Linear", "decoder.weight", true)]
    [InlineData("DeepLabV2", "backbone.layer1.0.conv1.weight", true)]
    [InlineData("DeepLabV2", "backbone.layer1.0.bn1.weight", false)]
    [InlineData("DeepLabV2", "backbone.conv1.weight", false)]
    [InlineData("DeepLabV2", "classifier.weights.weight", false)]
    public void IsInside_MatricesAndConvolutions_NotStemsEmbeddingsAndTheClassifier(string decoder, string name, bool expected)
    {
        using var network = SmallStudents.Create(
            SmallStudents.Config(Enum.Parse<StudentDecoder>(decoder), classifier: StudentClassifierKind.Learned));
        Assert.Equal(expected, StudentOptimizer.IsInside(name, network.named_parameters().Single(one => one.name == name).parameter));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(0.001)]
    public void Restore_TheStoredMomentum_StepsOnAlike(double muon)
    {
        using var network = SmallStudents.Create(SmallStudents.Config());
        using var other = SmallStudents.Create(SmallStudents.Config());
        using var optimizer = new StudentOptimizer(network, Options with { MuonRate = muon });
        using var restored = new StudentOptimizer(other, Options with { MuonRate = muon });
        using var images = SmallStudents.Images(2, 32, 32);
        void Step(MaskClip.Training.Students.StudentNetwork one, StudentOptimizer its)
        {
            its.Clear();
            one.forward(images).square().mean().backward();
            its.Step(0.01);
        }

        Step(network, optimizer);
        Step(other, restored);
        restored.Restore(optimizer.Momentum.ToDictionary(one => one.Name, one => one.Value.clone()));
        Step(network, optimizer);
        Step(other, restored);
        foreach (var (left, right) in network.parameters().Zip(other.parameters()))
            Assert.Equal(left.data<float>().ToArray(), right.data<float>().ToArray());
    }

    private static double First(Tensor values)
    {
        using var flat = values.detach().flatten();
        return flat[0].item<float>();
    }
}
