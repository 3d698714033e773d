using MaskClip.Towers;
using MaskClip.Training.Engine;
using TorchSharp;
using TorchSharp.Modules;
using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Layers;

/// <summary>The ResNet's last layer: the mean of all positions asks all positions (openai/CLIP's <c>AttentionPool2d</c>).</summary>
internal sealed class AttentionPool : Module<Tensor, Tensor>
{
    [ComponentName(Name = "positional_embedding")]
    private readonly Parameter positions;

    [ComponentName(Name = "q_proj")]
    private readonly LinearLayer query;

    [ComponentName(Name = "k_proj")]
    private readonly LinearLayer key;

    [ComponentName(Name = "v_proj")]
    private readonly LinearLayer value;

    [ComponentName(Name = "c_proj")]
    private readonly LinearLayer output;

    private readonly int heads;

    /// <summary>Creates the layer.</summary>
    public AttentionPool(NetworkParts parts, ModifiedResNetConfig config)
        : base(nameof(AttentionPool))
    {
        heads = config.Heads;
        int width = config.Width, grid = config.ImageSize / config.Stride;
        float std = 1 / MathF.Sqrt(width);
        positions = parts.Normal(std, 1 + grid * grid, width);
        query = new LinearLayer(parts, width, width, std);
        key = new LinearLayer(parts, width, width, std);
        value = new LinearLayer(parts, width, width, std);
        output = new LinearLayer(parts, width, config.EmbeddingSize, std);
        RegisterComponents();
    }

    /// <summary>A map <c>[n, width, h, w]</c> to embeddings <c>[n, d]</c>.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var x = input.flatten(2).transpose(1, 2);
        x = cat([x.mean([1L], keepdim: true), x], 1).Plus(positions);
        var mixed = functional.scaled_dot_product_attention(
            Split(query.forward(x.narrow(1, 0, 1))), Split(key.forward(x)), Split(value.forward(x)));
        return output.forward(mixed.transpose(1, 2).reshape(x.shape[0], -1)).MoveToOuterDisposeScope();
    }

    /// <summary>What a map's positions <c>[n, width, h, w]</c> say by themselves, <c>[n, h·w, d]</c>: the method <c>maskclip</c>.</summary>
    public Tensor Values(Tensor map)
    {
        using var scope = NewDisposeScope();
        return output.forward(value.forward(map.flatten(2).transpose(1, 2))).MoveToOuterDisposeScope();
    }

    private Tensor Split(Tensor x) => x.view(x.shape[0], x.shape[1], heads, -1).transpose(1, 2);
}
