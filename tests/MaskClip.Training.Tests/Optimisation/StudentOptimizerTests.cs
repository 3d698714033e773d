using MaskClip.Training.Optimisation;
using MaskClip.Training.Tests.Students;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Optimisation;

public sealed class StudentOptimizerTests
{
    private static readonly OptimisationOptions Options = new() { Momentum = 0.9, WeightDecay = 0.01, HeadRate = 3 };

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
    public void Restore_TheStoredMomentum_StepsOnAlike()
    {
        using var network = SmallStudents.Create(SmallStudents.Config());
        using var other = SmallStudents.Create(SmallStudents.Config());
        using var optimizer = new StudentOptimizer(network, Options);
        using var restored = new StudentOptimizer(other, Options);
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
        foreach (var (left, right) in network.parameters().Zip(other.parameters())) Assert.Equal(left.data<float>().ToArray(), right.data<float>().ToArray());
    }

    private static double First(Tensor values)
    {
        using var flat = values.detach().flatten();
        return flat[0].item<float>();
    }
}
