using MaskClip.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Optimization;

/// <summary>What AdamW does at one step (Loshchilov and Hutter, arXiv 1711.05101): the same numbers for every parameter.</summary>
/// <param name="Rate">The learning rate.</param>
/// <param name="First">Decay of the mean gradient.</param>
/// <param name="Second">Decay of the mean squared gradient.</param>
/// <param name="Epsilon">Added to the gradient's deviation.</param>
/// <param name="Step">The step, from 1.</param>
/// <param name="GradientScale">What gradients are multiplied by before: below 1 where they are clipped.</param>
internal sealed record AdamStep(double Rate, double First, double Second, double Epsilon, int Step, double GradientScale)
{
    /// <summary>Steps a tensor.</summary>
    /// <param name="value">The tensor.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="first">Its mean gradient.</param>
    /// <param name="second">Its mean squared gradient.</param>
    /// <param name="decay">Weight decay, times the learning rate.</param>
    public void Apply(Tensor value, Tensor gradient, Tensor first, Tensor second, double decay)
    {
        using var scope = NewDisposeScope();
        if (GradientScale != 1) gradient = gradient.Times(GradientScale);
        first.Scale(First).Add(gradient, 1 - First);
        second.Scale(Second).Add(gradient.mul(gradient), 1 - Second);
        double ofFirst = 1 - Math.Pow(First, Step), ofSecond = 1 - Math.Pow(Second, Step);
        var deviation = second.sqrt().Scale(1 / Math.Sqrt(ofSecond)).Increase(Epsilon);
        if (decay > 0) value.Scale(1 - Rate * decay);
        value.Add(first.div(deviation), -Rate / ofFirst);
    }
}
