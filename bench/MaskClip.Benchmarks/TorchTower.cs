using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Towers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn.functional;

namespace MaskClip.Benchmarks;

/// <summary>
/// MaskCLIP's image towers as a PyTorch user would write them: eager, fp32, fused attention. The other side of the comparison.
/// </summary>
internal sealed class TorchTower : IDisposable
{
    private readonly ImageTowerConfig config;
    private readonly Dictionary<string, Tensor> weights;

    /// <summary>Takes an OpenAI-style checkpoint's image tower.</summary>
    public TorchTower(Checkpoint checkpoint)
    {
        config = ClipConfigInference.Infer(checkpoint).Image!;
        weights = checkpoint.Tensors
            .Where(tensor => tensor.Key.StartsWith("visual.", StringComparison.Ordinal))
            .ToDictionary(
                tensor => tensor.Key["visual.".Length..],
                tensor => torch.tensor(tensor.Value.ToArray(), [.. tensor.Value.Shape.Select(size => (long)size)]));
    }

    /// <summary>Unit-length features <c>[h·w, d]</c> of one normalized photo <c>[3, height, width]</c>.</summary>
    public float[] Encode(float[] pixels, int height, int width)
    {
        using var inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        return Features(pixels, height, width).data<float>().ToArray();
    }

    /// <summary>The best of some texts <c>[c, d]</c> at every pixel: <c>[height, width]</c>.</summary>
    public byte[] Label(float[] pixels, int height, int width, float[] texts)
    {
        using var inference = torch.inference_mode();
        using var scope = torch.NewDisposeScope();
        var features = Features(pixels, height, width);
        var scores = matmul(features, tensor(texts, [texts.Length / features.shape[^1], features.shape[^1]]).transpose(0, 1));
        var grid = scores.transpose(1, 2).reshape(1, -1, height / config.Stride, width / config.Stride);
        return interpolate(grid, size: [height, width], mode: InterpolationMode.Bilinear, align_corners: false).argmax(1)
            .to(ScalarType.Byte)
            .data<byte>()
            .ToArray();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var tensor in weights.Values) tensor.Dispose();
    }

    private Tensor Features(float[] pixels, int height, int width)
    {
        var image = tensor(pixels, [1, 3, height, width]);
        return normalize(
            config is VisionTransformerConfig vit ? Transformer(image, vit) : ResNet(image, (ModifiedResNetConfig)config), dim: -1);
    }

    private Tensor Transformer(Tensor image, VisionTransformerConfig vit)
    {
        var (rows, columns) = ((int)image.shape[2] / vit.PatchSize, (int)image.shape[3] / vit.PatchSize);
        var x = conv2d(image, weights["conv1.weight"], strides: [vit.PatchSize, vit.PatchSize]).flatten(2).transpose(1, 2);
        x = cat([weights["class_embedding"].reshape(1, 1, -1), x], 1) + Positions(rows, columns);
        x = Norm("ln_pre", x);
        for (int layer = 0; layer < vit.Layers - 1; layer++)
        {
            using var block = torch.NewDisposeScope();
            var name = Name(layer);
            x = x + Attention(name, Norm($"{name}.ln_1", x));
            x = (x + Mlp(name, x)).MoveToOuterDisposeScope();
        }

        var last = Name(vit.Layers - 1);
        var patches = x.slice(1, 1, x.shape[1], 1);
        var z = patches + Linear($"{last}.attn.out_proj", Value(last, Norm($"{last}.ln_1", patches)));
        z = z + Mlp(last, z);
        return matmul(Norm("ln_post", z), weights["proj"]);
    }

    private Tensor ResNet(Tensor image, ModifiedResNetConfig resNet)
    {
        var x = Convolve("conv1", "bn1", image, 2, 1);
        x = Convolve("conv2", "bn2", x, 1, 1);
        x = avg_pool2d(Convolve("conv3", "bn3", x, 1, 1), 2);
        foreach (var block in new ResidualTrunk(BackboneKind.Clip, resNet.Layers, resNet.Width / 32, 32).Blocks())
        {
            using var scope = torch.NewDisposeScope();
            var y = Convolve($"{block.Name}.conv1", $"{block.Name}.bn1", x, 1, 0);
            y = Convolve($"{block.Name}.conv2", $"{block.Name}.bn2", y, 1, 1);
            if (block.Stride == 2) y = avg_pool2d(y, 2);
            y = Convolve($"{block.Name}.conv3", $"{block.Name}.bn3", y, 1, 0, activate: false);
            var shortcut = block.Stride == 2 ? avg_pool2d(x, 2) : x;
            if (block.Projects)
                shortcut = Convolve($"{block.Name}.downsample.0", $"{block.Name}.downsample.1", shortcut, 1, 0, activate: false);
            x = relu(y + shortcut).MoveToOuterDisposeScope();
        }

        return Linear("attnpool.c_proj", Linear("attnpool.v_proj", x.flatten(2).transpose(1, 2)));
    }

    private Tensor Convolve(string name, string norm, Tensor x, long stride, long padding, bool activate = true)
    {
        var y = conv2d(x, weights[$"{name}.weight"], strides: [stride, stride], padding: [padding, padding]);
        y = batch_norm(
            y, weights[$"{norm}.running_mean"], weights[$"{norm}.running_var"], weights[$"{norm}.weight"], weights[$"{norm}.bias"]);
        return activate ? relu(y) : y;
    }

    private static string Name(int layer) => $"transformer.resblocks.{layer}";

    private Tensor Positions(int rows, int columns)
    {
        var table = weights["positional_embedding"];
        int side = (int)Math.Sqrt(table.shape[0] - 1);
        if (rows == side && columns == side) return table.unsqueeze(0);
        var grid = table.slice(0, 1, table.shape[0], 1).reshape(1, side, side, -1).permute(0, 3, 1, 2);
        var resized = interpolate(grid, size: [rows, columns], mode: InterpolationMode.Bicubic, align_corners: false).permute(0, 2, 3, 1)
            .reshape(rows * columns, -1);
        return cat([table.slice(0, 0, 1, 1), resized], 0).unsqueeze(0);
    }

    private Tensor Norm(string name, Tensor x) => layer_norm(x, [x.shape[^1]], weights[$"{name}.weight"], weights[$"{name}.bias"], 1e-5);

    private Tensor Linear(string name, Tensor x) => linear(x, weights[$"{name}.weight"], weights[$"{name}.bias"]);

    private Tensor Attention(string name, Tensor y)
    {
        var (tokens, width) = (y.shape[1], y.shape[2]);
        var parts = linear(y, weights[$"{name}.attn.in_proj_weight"], weights[$"{name}.attn.in_proj_bias"])
            .reshape(1, tokens, 3, config.Heads, width / config.Heads).permute(2, 0, 3, 1, 4);
        var mixed = scaled_dot_product_attention(parts[0], parts[1], parts[2]);
        return Linear($"{name}.attn.out_proj", mixed.transpose(1, 2).reshape(1, tokens, width));
    }

    private Tensor Value(string name, Tensor y)
    {
        long width = y.shape[^1];
        return linear(
            y,
            weights[$"{name}.attn.in_proj_weight"].slice(0, 2 * width, 3 * width, 1),
            weights[$"{name}.attn.in_proj_bias"].slice(0, 2 * width, 3 * width, 1));
    }

    private Tensor Mlp(string name, Tensor x)
    {
        var hidden = Linear($"{name}.mlp.c_fc", Norm($"{name}.ln_2", x));
        return Linear($"{name}.mlp.c_proj", hidden * (hidden * 1.702).sigmoid());
    }
}
