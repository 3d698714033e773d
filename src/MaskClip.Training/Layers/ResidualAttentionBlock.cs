using MaskClip.Training.Engine;
using TorchSharp;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Layers;

/// <summary>One block of a transformer, with openai/CLIP's names (<c>ResidualAttentionBlock</c>).</summary>
internal sealed class ResidualAttentionBlock : Module
{
    [ComponentName(Name = "ln_1")]
    private readonly LayerNormalization norm1;

    [ComponentName(Name = "attn")]
    private readonly SelfAttention attention;

    [ComponentName(Name = "ln_2")]
    private readonly LayerNormalization norm2;

    [ComponentName(Name = "mlp")]
    private readonly Perceptron perceptron;

    /// <summary>Creates a block with openai/CLIP's random weights (<c>initialize_parameters</c>).</summary>
    public ResidualAttentionBlock(NetworkParts parts, TransformerShape shape)
        : base(nameof(ResidualAttentionBlock))
    {
        float std = 1 / MathF.Sqrt(shape.Width * 2f * shape.Layers);
        norm1 = new LayerNormalization(shape.Width, shape.Epsilon);
        attention = new SelfAttention(parts, shape.Width, shape.Heads, std);
        norm2 = new LayerNormalization(shape.Width, shape.Epsilon);
        perceptron = new Perceptron(parts, shape.Width, std, shape.Activation);
        RegisterComponents();
    }

    /// <summary>Sets the weights of queries, or of queries and keys; see <see cref="SelfAttention.Begin"/>.</summary>
    public void Begin(Tensor weights) => attention.Begin(weights);

    /// <summary>All tokens, <c>[n, tokens, width]</c>.</summary>
    public Tensor All(Tensor x, bool causal)
    {
        using var scope = NewDisposeScope();
        x = x.Plus(attention.All(norm1.forward(x), causal));
        return x.Plus(perceptron.forward(norm2.forward(x))).MoveToOuterDisposeScope();
    }

    /// <summary>What becomes of one token of each row: all that a last block is asked for.</summary>
    /// <param name="x">All tokens.</param>
    /// <param name="one">The tokens that are asked for, <c>[n, 1, width]</c>.</param>
    /// <param name="visible">bool <c>[n, 1, 1, tokens]</c>: what they see; <see langword="null"/> for all.</param>
    public Tensor One(Tensor x, Tensor one, Tensor? visible)
    {
        using var scope = NewDisposeScope();
        one = one.Plus(attention.One(norm1.forward(x), norm1.forward(one), visible));
        return one.Plus(perceptron.forward(norm2.forward(one))).MoveToOuterDisposeScope();
    }

    /// <summary>What becomes of tokens that attend to themselves alone: the method <c>maskclip</c>.</summary>
    public Tensor Values(Tensor x)
    {
        using var scope = NewDisposeScope();
        x = x.Plus(attention.Values(norm1.forward(x)));
        return x.Plus(perceptron.forward(norm2.forward(x))).MoveToOuterDisposeScope();
    }
}
