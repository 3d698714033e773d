namespace MaskClip.Tests.Clip.Loading;

/// <summary>
/// Both transformers of a <see cref="TinyClip"/> in double precision, written from open_clip's model.py with plain loops: what ours is
/// compared with.
/// </summary>
internal sealed class SlowClip(TinyClip clip, int heads, int textHeads)
{
    public Func<double, double> Activation { get; init; } = x => x / (1 + Math.Exp(-1.702 * x));

    public double Epsilon { get; init; } = 1e-5;

    public bool IsCausal { get; init; } = true;

    /// <summary>At which place a text is read.</summary>
    public Func<int[], int> Place { get; init; } = text => Array.IndexOf(text, text.Max());

    public static double TanhGelu(double x) => x / 2 * (1 + Math.Tanh(Math.Sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)));

    // The error function as the sum of its series, which is exact for what small models meet.
    public static double Gelu(double x)
    {
        double z = x / Math.Sqrt(2), term = z, sum = z;
        for (int n = 1; n < 200; n++) sum += (term *= -z * z / n) / (2 * n + 1);
        return x / 2 * (1 + 2 / Math.Sqrt(Math.PI) * sum);
    }

    /// <summary>A whole photo's embedding.</summary>
    /// <param name="image">Planar, of the trained side.</param>
    public double[] Image(float[] image)
    {
        var sizes = clip.Sizes;
        int side = sizes.Grid * sizes.Patch;
        double[] kernel = clip.Numbers("visual.conv1.weight"), positions = clip.Numbers("visual.positional_embedding");
        var x = new List<double[]> { clip.Numbers("visual.class_embedding") };
        for (int cell = 0; cell < sizes.Grid * sizes.Grid; cell++)
        {
            var token = new double[sizes.Width];
            for (int at = 0; at < kernel.Length; at++)
            {
                int column =
                    at % sizes.Patch, row =
                        at / sizes.Patch % sizes.Patch, color =
                            at / sizes.Patch / sizes.Patch % 3, channel = at / sizes.Patch / sizes.Patch / 3;
                token[channel] +=
                    kernel[at] *
                    image[(color * side + cell / sizes.Grid * sizes.Patch + row) * side + cell % sizes.Grid * sizes.Patch + column];
            }

            x.Add(token);
        }

        double[][] tokens =
        [
            .. x.Select((token, i) => Norm("visual.ln_pre", Sum(token, positions[(i * sizes.Width)..((i + 1) * sizes.Width)])))
        ];
        for (int layer = 0; layer < sizes.Layers; layer++)
            tokens = Block($"visual.transformer.resblocks.{layer}", tokens, heads, causal: false);
        return Project(Norm("visual.ln_post", tokens[0]), "visual.proj");
    }

    /// <summary>A text's embedding.</summary>
    public double[] Text(int[] text)
    {
        int width = clip.Sizes.TextWidth;
        double[] table = clip.Numbers("token_embedding.weight"), positions = clip.Numbers("positional_embedding");
        double[][] x =
        [
            .. text.Select((token, i) => Sum(table[(token * width)..((token + 1) * width)], positions[(i * width)..((i + 1) * width)]))
        ];
        for (int layer = 0; layer < clip.Sizes.TextLayers; layer++) x = Block($"transformer.resblocks.{layer}", x, textHeads, IsCausal);
        var features = Project(Norm("ln_final", x[Place(text)]), "text_projection");
        return clip.Tensors.ContainsKey("text_projection.bias") ? Sum(features, clip.Numbers("text_projection.bias")) : features;
    }

    private double[][] Block(string name, double[][] x, int heads, bool causal)
    {
        double[][] y =
        [
            .. x.Select(token => Linear($"{name}.attn.in_proj_weight", $"{name}.attn.in_proj_bias", Norm($"{name}.ln_1", token)))
        ];
        int width = x[0].Length, size = width / heads;
        double[][] attended = [.. y.Select((token, i) =>
        {
            var mixed = new double[width];
            for (int head = 0; head < heads; head++)
            {
                int at = head * size;
                var weights = y.Select((other, j) =>
                    causal && j > i ? 0 : Math.Exp(Dot(token[at..(at + size)], other[(width + at)..(width + at + size)]) / Math.Sqrt(size)))
                    .ToArray();
                double sum = weights.Sum();
                for (int j = 0; j < y.Length; j++)
                {
                    for (int c = 0; c < size; c++) mixed[at + c] += weights[j] / sum * y[j][2 * width + at + c];
                }
            }

            return Sum(x[i], Linear($"{name}.attn.out_proj.weight", $"{name}.attn.out_proj.bias", mixed));
        })];
        return [.. attended.Select(token => Sum(token, Linear($"{name}.mlp.c_proj.weight", $"{name}.mlp.c_proj.bias",
            [.. Linear($"{name}.mlp.c_fc.weight", $"{name}.mlp.c_fc.bias", Norm($"{name}.ln_2", token)).Select(Activation)])))];
    }

    private double[] Linear(string weight, string bias, double[] x)
    {
        var matrix = clip.Numbers(weight);
        return [.. clip.Numbers(bias).Select((shift, row) => shift + Dot(matrix[(row * x.Length)..((row + 1) * x.Length)], x))];
    }

    private double[] Project(double[] x, string projection)
    {
        var matrix = clip.Numbers(projection);
        int size = matrix.Length / x.Length;
        return [.. Enumerable.Range(0, size).Select(c => x.Select((value, i) => value * matrix[i * size + c]).Sum())];
    }

    private double[] Norm(string name, double[] x)
    {
        double[] weight = clip.Numbers($"{name}.weight"), bias = clip.Numbers($"{name}.bias");
        double mean = x.Average(), deviation = Math.Sqrt(x.Average(value => (value - mean) * (value - mean)) + Epsilon);
        return [.. x.Select((value, i) => (value - mean) / deviation * weight[i] + bias[i])];
    }

    private static double[] Sum(double[] a, double[] b) => [.. a.Zip(b, (x, y) => x + y)];

    private static double Dot(double[] a, double[] b) => a.Zip(b, (x, y) => x * y).Sum();
}
