using MaskClip.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Optimization;

/// <summary>
/// What Muon does to a matrix at one step: it follows the mean gradient with all its directions made equally long (Jordan et al., "Muon",
/// 2024), so that rare directions are learned as fast as common ones.
/// </summary>
/// <param name="Rate">The learning rate; with AdamW's the step is as long as AdamW's usually are (arXiv 2502.16982).</param>
/// <param name="BFloat16">Whether directions are found in bf16, as by Jordan: a third of the time where the processor has it.</param>
internal sealed record MuonStep(double Rate, bool BFloat16 = false)
{
    private const double Momentum = 0.95;
    private const double UsualLength = 0.2; // root mean square of AdamW's steps, in learning rates
    private const int Iterations = 5;

    // Jordan's coefficients: singular values from 0.01 to 1 come to lie between 0.7 and 1.2.
    private const double First = 3.4445, Third = -4.7750, Fifth = 2.0315;

    /// <summary>Into how many matrices a parameter's rows are divided: queries, keys and values lie in one tensor.</summary>
    public static int Matrices(string name) => name.EndsWith("attn.in_proj_weight", StringComparison.Ordinal) ? 3 : 1;

    /// <summary>Steps a matrix, or several that lie below each other.</summary>
    /// <param name="value">The tensor; its dimensions after the first are taken together.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <param name="mean">Its mean gradient.</param>
    /// <param name="parts">Into how many matrices its rows are divided.</param>
    /// <param name="decay">Weight decay, times the learning rate.</param>
    public void Apply(Tensor value, Tensor gradient, Tensor mean, int parts, double decay)
    {
        using var scope = NewDisposeScope();
        mean.Scale(Momentum).Add(gradient, 1 - Momentum);
        var ahead = gradient.Times(1 - Momentum).Add(mean, Momentum).view(parts, value.shape[0] / parts, -1);
        double length = UsualLength * Math.Sqrt(Math.Max(ahead.shape[1], ahead.shape[2]));
        if (decay > 0) value.Scale(1 - Rate * decay);
        value.Add(Orthogonal(BFloat16 ? ahead.to(ScalarType.BFloat16) : ahead).to(value.dtype).view(value.shape), -Rate * length);
    }

    /// <summary>The nearest matrices all of whose directions have about length 1 (Newton and Schulz).</summary>
    /// <param name="x"><c>[matrices, rows, columns]</c>; its type is the one that is computed in.</param>
    public static Tensor Orthogonal(Tensor x)
    {
        bool tall = x.shape[1] > x.shape[2];
        if (tall) x = x.transpose(1, 2);
        x = x.div(x.mul(x).sum([1, 2], keepdim: true).sqrt().Increase(1e-7));
        for (int i = 0; i < Iterations; i++)
        {
            using var scope = NewDisposeScope();
            var square = x.matmul(x.transpose(1, 2));
            var polynomial = square.Times(Third).Add(square.matmul(square), Fifth);
            var next = polynomial.matmul(x).Add(x, First).MoveToOuterDisposeScope();
            x = next;
        }

        return tall ? x.transpose(1, 2).contiguous() : x;
    }
}
