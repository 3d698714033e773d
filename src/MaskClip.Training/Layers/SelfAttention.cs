using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Layers;

/// <summary>
/// Multi-head attention of tokens to tokens, with PyTorch's <c>MultiheadAttention</c> names: query, key and value in one matrix.
/// </summary>
internal sealed class SelfAttention : Module
{
    [ComponentName(Name = "in_proj_weight")]
    private readonly Parameter inputWeight;

    [ComponentName(Name = "in_proj_bias")]
    private readonly Parameter inputBias;

    [ComponentName(Name = "out_proj")]
    private readonly LinearLayer output;

    private readonly int heads;
    private readonly int width;

    /// <summary>Creates the attention.</summary>
    /// <param name="parts">Random numbers.</param>
    /// <param name="width">Of a token.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="outputStd">Deviation of the output's weights.</param>
    public SelfAttention(NetworkParts parts, int width, int heads, float outputStd)
        : base(nameof(SelfAttention))
    {
        (this.width, this.heads) = (width, heads);
        inputWeight = parts.Normal(1 / MathF.Sqrt(width), 3 * width, width);
        inputBias = new Parameter(zeros(3 * width));
        output = new LinearLayer(parts, width, width, outputStd);
        RegisterComponents();
    }

    /// <summary>Sets the weights of queries, or of queries and keys.</summary>
    /// <param name="weights"><c>[width, width]</c>, or <c>[2·width, width]</c>.</param>
    public void Begin(Tensor weights)
    {
        using var none = no_grad();
        inputWeight.narrow(0, 0, weights.shape[0]).copy_(weights);
    }

    /// <summary>Every token asks.</summary>
    /// <param name="x"><c>[n, tokens, width]</c>.</param>
    /// <param name="causal">Whether a token sees only itself and those before it.</param>
    public Tensor All(Tensor x, bool causal)
    {
        using var scope = NewDisposeScope();
        var parts = Project(x, 0, 3).chunk(3, -1);
        var mixed = HeadAttention.Gather(Split(parts[0]), Split(parts[1]), Split(parts[2]), causal);
        return output.forward(Join(mixed)).MoveToOuterDisposeScope();
    }

    /// <summary>One token of each row asks.</summary>
    /// <param name="x"><c>[n, tokens, width]</c>.</param>
    /// <param name="asking"><c>[n, 1, width]</c>.</param>
    /// <param name="visible">bool <c>[n, 1, 1, tokens]</c>: what it sees; <see langword="null"/> for all.</param>
    public Tensor One(Tensor x, Tensor asking, Tensor? visible)
    {
        using var scope = NewDisposeScope();
        var query = Project(asking, 0, 1);
        var parts = Project(x, 1, 2).chunk(2, -1);
        var mixed = HeadAttention.Gather(Split(query), Split(parts[0]), Split(parts[1]), visible: visible);
        return output.forward(Join(mixed)).MoveToOuterDisposeScope();
    }

    /// <summary>Every token asks itself alone.</summary>
    public Tensor Values(Tensor x)
    {
        using var scope = NewDisposeScope();
        return output.forward(Project(x, 2, 1)).MoveToOuterDisposeScope();
    }

    private Tensor Project(Tensor x, int from, int count)
    {
        var weight = inputWeight.narrow(0, from * width, count * width).to(x.dtype);
        return functional.linear(x, weight, inputBias.narrow(0, from * width, count * width).to(x.dtype));
    }

    private Tensor Split(Tensor x) => x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2);

    private Tensor Join(Tensor x) => x.transpose(1, 2).reshape(x.shape[0], x.shape[2], width);
}
