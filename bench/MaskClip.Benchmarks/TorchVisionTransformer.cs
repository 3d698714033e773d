using MaskClip.Checkpoints;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace MaskClip.Benchmarks;

/// <summary>MaskCLIP's ViT as a PyTorch user would write it: eager, fp32, fused attention. The other side of the comparison.</summary>
internal sealed class TorchVisionTransformer : IDisposable
{
    private const int Patch = 16, Heads = 12, Layers = 12;

    private readonly Dictionary<string, Tensor> weights;

    /// <summary>Takes an OpenAI-style checkpoint's image tower.</summary>
    public TorchVisionTransformer(Checkpoint checkpoint) => weights = checkpoint.Tensors
        .Where(tensor => tensor.Key.StartsWith("visual.", StringComparison.Ordinal))
        .ToDictionary(tensor => tensor.Key["visual.".Length..], tensor => torch.tensor(tensor.Value.ToArray(), [.. tensor.Value.Shape.Select(size => (long)size)]));

    /// <summary>Unit-length features <c>[h·w, d]</c> of one normalised photo <c>[3, height, width]</c>.</summary>
    public float[] Encode(float[] pixels, int height, int width)
    {
        using var inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        var x = conv2d(tensor(pixels, [1, 3, height, width]), weights["conv1.weight"], strides: [Patch, Patch]).flatten(2).transpose(1, 2);
        x = cat([weights["class_embedding"].reshape(1, 1, -1), x], 1) + Positions(height / Patch, width / Patch);
        x = Norm("ln_pre", x);
        for (int layer = 0; layer < Layers - 1; layer++)
        {
            using var block = torch.NewDisposeScope();
            var name = Name(layer);
            x = x + Attention(name, Norm($"{name}.ln_1", x));
            x = (x + Mlp(name, x)).MoveToOuterDisposeScope();
        }

        var last = Name(Layers - 1);
        var patches = x.slice(1, 1, x.shape[1], 1);
        var z = patches + Linear($"{last}.attn.out_proj", Value(last, Norm($"{last}.ln_1", patches)));
        z = z + Mlp(last, z);
        return normalize(matmul(Norm("ln_post", z), weights["proj"]), dim: -1).data<float>().ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in weights.Values) tensor.Dispose();
    }

    private static string Name(int layer) => $"transformer.resblocks.{layer}";

    private Tensor Positions(int rows, int columns)
    {
        var table = weights["positional_embedding"];
        int side = (int)Math.Sqrt(table.shape[0] - 1);
        if (rows == side && columns == side) return table.unsqueeze(0);
        var grid = table.slice(0, 1, table.shape[0], 1).reshape(1, side, side, -1).permute(0, 3, 1, 2);
        var resized = interpolate(grid, size: [rows, columns], mode: InterpolationMode.Bicubic, align_corners: false).permute(0, 2, 3, 1).reshape(rows * columns, -1);
        return cat([table.slice(0, 0, 1, 1), resized], 0).unsqueeze(0);
    }

    private Tensor Norm(string name, Tensor x) => layer_norm(x, [x.shape[^1]], weights[$"{name}.weight"], weights[$"{name}.bias"], 1e-5);

    private Tensor Linear(string name, Tensor x) => linear(x, weights[$"{name}.weight"], weights[$"{name}.bias"]);

    private Tensor Attention(string name, Tensor y)
    {
        var (tokens, width) = (y.shape[1], y.shape[2]);
        var parts = linear(y, weights[$"{name}.attn.in_proj_weight"], weights[$"{name}.attn.in_proj_bias"]).reshape(1, tokens, 3, Heads, width / Heads).permute(2, 0, 3, 1, 4);
        var mixed = scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        return Linear($"{name}.attn.out_proj", mixed.transpose(1, 2).reshape(1, tokens, width));
    }

    private Tensor Value(string name, Tensor y)
    {
        long width = y.shape[^1];
        return linear(y, weights[$"{name}.attn.in_proj_weight"].slice(0, 2 * width, 3 * width, 1), weights[$"{name}.attn.in_proj_bias"].slice(0, 2 * width, 3 * width, 1));
    }

    private Tensor Mlp(string name, Tensor x)
    {
        var hidden = Linear($"{name}.mlp.c_fc", Norm($"{name}.ln_2", x));
        return Linear($"{name}.mlp.c_proj", hidden * (hidden * 1.702).sigmoid());
    }
}
