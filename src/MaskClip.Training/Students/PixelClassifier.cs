using MaskClip.Students;
using MaskClip.Training.Layers;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Students;

/// <summary>
/// Features to logits: frozen text embeddings, an ordinary classifier, or mapped text embeddings; and the learned background in front.
/// </summary>
internal sealed class PixelClassifier : Module<Tensor, Tensor>
{
    private readonly int channelMultiple;
    private readonly Tensor? text;
    private readonly PaddedConvolution? learned;
    private readonly ModuleList<Linear>? mapping;
    private readonly Parameter? background;

    /// <summary>Builds the classifier.</summary>
    /// <param name="parts">Random numbers and padding.</param>
    /// <param name="config">Its kind.</param>
    /// <param name="textRows">Unit text embeddings <c>[rows, d]</c>.</param>
    /// <param name="rows">Classes without the learned background.</param>
    public PixelClassifier(NetworkParts parts, StudentConfig config, ReadOnlySpan<float> textRows, int rows)
        : base(nameof(PixelClassifier))
    {
        int size = config.EmbeddingSize;
        channelMultiple = parts.ChannelMultiple;
        if (config.Classifier == StudentClassifierKind.Learned)
            register_module("weights", learned = PaddedConvolution.Classifier(parts, size, rows));
        else register_buffer("text", text = Aligned(textRows, rows, size));
        if (config.Classifier == StudentClassifierKind.MappedText)
            register_module("mapping", mapping = ModuleList(Layer(parts, size), Layer(parts, size)));
        // The released code draws the background from a normal distribution and brings it to unit length whenever it is used.
        if (config.LearnedBackground) register_parameter("background", background = parts.Normal(1, 1, size));
    }

    /// <inheritdoc/>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var logits = learned is not null ? learned.forward(input) : PaddedConvolution.Multiply(input, Rows(), channelMultiple);
        if (background is not null)
        {
            var row = background / background.norm(1, keepdim: true);
            logits = cat([PaddedConvolution.Multiply(input, row, channelMultiple), logits], 1);
        }

        return logits.MoveToOuterDisposeScope();
    }

    private Tensor Rows() => mapping is null ? text! : mapping[1].forward(mapping[0].forward(text!).relu());

    // A tensor made of a managed array lies wherever the array does; products depend on alignment in their last digit, so it is copied.
    private static Tensor Aligned(ReadOnlySpan<float> numbers, int rows, int size)
    {
        using var managed = tensor(numbers.ToArray(), [rows, size]);
        return managed.clone();
    }

    private static Linear Layer(NetworkParts parts, int size)
    {
        var layer = Linear(size, size);
        using var weight = parts.Normal(MathF.Sqrt(2f / size), size, size);
        using (no_grad())
        {
            layer.weight.copy_(weight);
            layer.bias!.zero_();
        }

        return layer;
    }
}
