
using MaskClip.Towers;

namespace MaskClip.Benchmarks;

/// <summary>Draws the weights of CLIP's towers, as large as the published ones.</summary>
internal sealed class RandomTensors(Random random)
{
    /// <summary>A vision transformer.</summary>
    public IEnumerable<(string Name, int[] Shape, float[] Values)> VisionTransformer(
        int width, int patch, int grid, int layers, int embedding) =>
    [
        Normal("visual.conv1.weight", width, 3, patch, patch),
        Normal("visual.class_embedding", width),
        Normal("visual.positional_embedding", 1 + grid * grid, width),
        Normal("visual.proj", width, embedding),
        .. Norm("visual.ln_pre", width),
        .. Norm("visual.ln_post", width),
        .. Blocks("visual.transformer", width, layers),
    ];

    /// <summary>A ModifiedResNet.</summary>
    public IEnumerable<(string Name, int[] Shape, float[] Values)> ResNet(int width, int[] layers, int grid, int embedding)
    {
        var trunk = new ResidualTrunk(BackboneKind.Clip, layers, width, 32);
        int pooled = 32 * width;
        return
        [
            .. Convolution("visual.conv1", "visual.bn1", width / 2, 3, 3),
            .. Convolution("visual.conv2", "visual.bn2", width / 2, width / 2, 3),
            .. Convolution("visual.conv3", "visual.bn3", width, width / 2, 3),
            .. trunk.Blocks().SelectMany(Block),
            Normal("visual.attnpool.positional_embedding", 1 + grid * grid, pooled),
            .. new[] { "q_proj", "k_proj", "v_proj", "c_proj" }
                .SelectMany(part => Linear($"visual.attnpool.{part}", part == "c_proj" ? embedding : pooled, pooled)),
        ];

        IEnumerable<(string, int[], float[])> Block(ResidualBlock block)
        {
            var name = $"visual.{block.Name}";
            return
            [
                .. Convolution($"{name}.conv1", $"{name}.bn1", block.Planes, block.Input, 1),
                .. Convolution($"{name}.conv2", $"{name}.bn2", block.Planes, block.Planes, 3),
                .. Convolution($"{name}.conv3", $"{name}.bn3", block.Output, block.Planes, 1),
                .. block.Projects ? Convolution($"{name}.downsample.0", $"{name}.downsample.1", block.Output, block.Input, 1) : [],
            ];
        }
    }

    /// <summary>A text tower.</summary>
    public IEnumerable<(string Name, int[] Shape, float[] Values)> Text(
        int width, int layers, int vocabulary, int context, int embedding) =>
    [
        Normal("token_embedding.weight", vocabulary, width),
        Normal("positional_embedding", context, width),
        Normal("text_projection", width, embedding),
        .. Norm("ln_final", width),
        .. Blocks("transformer", width, layers),
        ("logit_scale", [], [MathF.Log(100)]),
    ];

    private static IEnumerable<(string, int[], float[])> Norm(string prefix, int width) =>
        [($"{prefix}.weight", [width], Filled(width, 1)), ($"{prefix}.bias", [width], new float[width])];

    private static float[] Filled(int length, float value)
    {
        var values = new float[length];
        values.AsSpan().Fill(value);
        return values;
    }

    private IEnumerable<(string, int[], float[])> Blocks(string prefix, int width, int layers)
    {
        for (int layer = 0; layer < layers; layer++)
        {
            var block = $"{prefix}.resblocks.{layer}";
            foreach (var tensor in Norm($"{block}.ln_1", width).Concat(Norm($"{block}.ln_2", width))) yield return tensor;
            yield return Normal($"{block}.attn.in_proj_weight", 3 * width, width);
            yield return Normal($"{block}.attn.in_proj_bias", 3 * width);
            foreach (var tensor in Linear($"{block}.attn.out_proj", width, width)) yield return tensor;
            foreach (var tensor in Linear($"{block}.mlp.c_fc", 4 * width, width)) yield return tensor;
            foreach (var tensor in Linear($"{block}.mlp.c_proj", width, 4 * width)) yield return tensor;
        }
    }

    private IEnumerable<(string, int[], float[])> Linear(string prefix, int output, int input) =>
        [Normal($"{prefix}.weight", output, input), Normal($"{prefix}.bias", output)];

    // So that maps keep their size through fifty layers (K. He et al., "Delving deep into rectifiers", 2015), and shortcuts do not double
    // them.
    private IEnumerable<(string, int[], float[])> Convolution(string convolution, string norm, int output, int input, int kernel)
    {
        float gain = norm.EndsWith("bn3", StringComparison.Ordinal) && norm != "visual.bn3" ? 0.3f : 1;
        return
        [
            Spread($"{convolution}.weight", MathF.Sqrt(2f / (input * kernel * kernel)), output, input, kernel, kernel),
            ($"{norm}.weight", [output], Filled(output, gain)),
            Normal($"{norm}.bias", output),
            Normal($"{norm}.running_mean", output),
            ($"{norm}.running_var", [output], Filled(output, 1)),
        ];
    }

    private (string, int[], float[]) Normal(string name, params int[] shape) => Spread(name, 0.02f, shape);

    // The sum of three uniform numbers: near enough to a normal distribution.
    private (string, int[], float[]) Spread(string name, float deviation, params int[] shape)
    {
        var values = new float[shape.Aggregate(1, (a, b) => a * b)];
        for (int i = 0; i < values.Length; i++)
            values[i] = deviation * (random.NextSingle() + random.NextSingle() + random.NextSingle() - 1.5f) * 2;
        return (name, shape, values);
    }
}
