using MaskClip.Checkpoints;

namespace MaskClip.Parity.Tests.Dense.Reference;

/// <summary>openai/CLIP's vision transformer in double precision, from a checkpoint's tensors as they are.</summary>
internal sealed class SlowTower(Checkpoint checkpoint, int width, int heads, int patch, int layers)
{
    public int Layers => layers;

    public int Heads => heads;

    public double Scale => 1 / Math.Sqrt((double)width / heads);

    /// <summary>Tokens that enter the first block.</summary>
    public double[][] Embed(float[] image, int height, int imageWidth, float[] positions)
    {
        var kernel = Vector("conv1.weight");
        int rows = height / patch, columns = imageWidth / patch;
        var tokens = new List<double[]> { Vector("class_embedding") };
        for (int cell = 0; cell < rows * columns; cell++)
        {
            var token = new double[width];
            for (int channel = 0; channel < width; channel++)
            {
                for (int c = 0; c < 3; c++)
                {
                    for (int y = 0; y < patch; y++)
                    {
                        for (int x = 0; x < patch; x++)
                        {
                            int at = (c * height + cell / columns * patch + y) * imageWidth + cell % columns * patch + x;
                            token[channel] += kernel[((channel * 3 + c) * patch + y) * patch + x] * image[at];
                        }
                    }
                }
            }

            tokens.Add(token);
        }

        return Norm("ln_pre", [.. tokens.Select((token, i) => token.Select((x, c) => x + positions[i * width + c]).ToArray())]);
    }

    /// <summary>A whole block of CLIP, counted from 1.</summary>
    public double[][] Block(int block, double[][] x) => Mlp(block, x.Plus(Out(block, Mix(Attention(block, x), Head(block, x, 'v')))));

    /// <summary>Each head's query-key attention.</summary>
    public double[][][] Attention(int block, double[][] x)
    {
        double[][][] q = Head(block, x, 'q'), k = Head(block, x, 'k');
        return PerHead(head => q[head].TimesTransposed(k[head]).Map(logit => logit * Scale).Softmax());
    }

    /// <summary>
    /// Each head's queries, keys or values <c>[heads][tokens][width / heads]</c> of a block whose input is <paramref name="x"/>.
    /// </summary>
    public double[][][] Head(int block, double[][] x, char part)
    {
        var y = Normed(block, x);
        int first = "qkv".IndexOf(part) * width, size = width / heads;
        double[] weight = Vector($"{Name(block)}.attn.in_proj_weight"), bias = Vector($"{Name(block)}.attn.in_proj_bias");
        var all = Matrix.Create(
            y.Length,
            width,
            (token, c) => bias[first + c] + Matrix.Dot(y[token], weight[((first + c) * width)..((first + c + 1) * width)]));
        return PerHead(head => [.. all.Select(token => token[(head * size)..((head + 1) * size)])]);
    }

    public double[][] Normed(int block, double[][] x) => Norm($"{Name(block)}.ln_1", x);

    /// <summary>Weighs values and joins heads.</summary>
    public double[][] Mix(double[][][] attention, double[][][] values)
    {
        var mixed = PerHead(head => attention[head].Times(values[head]));
        return [.. Enumerable.Range(0, mixed[0].Length).Select(token => mixed.SelectMany(head => head[token]).ToArray())];
    }

    public double[][] Out(int block, double[][] mixed) => Linear($"{Name(block)}.attn.out_proj", mixed);

    public double[][] Mlp(int block, double[][] x)
    {
        var hidden = Linear($"{Name(block)}.mlp.c_fc", Norm($"{Name(block)}.ln_2", x)).Map(value => value / (1 + Math.Exp(-1.702 * value)));
        return x.Plus(Linear($"{Name(block)}.mlp.c_proj", hidden));
    }

    /// <summary>Last normalization and projection of the patches, as one list.</summary>
    public float[] Project(double[][] x)
    {
        var projection = Vector("proj");
        int size = projection.Length / width;
        return
        [
            .. from token in Norm("ln_post", x).Skip(1)
               from c in Enumerable.Range(0, size)
               select (float)token.Select((value, i) => value * projection[i * size + c]).Sum(),
        ];
    }

    public double[][][] PerHead(Func<int, double[][]> value) => [.. Enumerable.Range(0, heads).Select(value)];

    private double[][] Linear(string name, double[][] x)
    {
        double[] weight = Vector($"{name}.weight"), bias = Vector($"{name}.bias");
        int input = x[0].Length;
        return Matrix.Create(x.Length, bias.Length, (token, c) => bias[c] + Matrix.Dot(x[token], weight[(c * input)..((c + 1) * input)]));
    }

    private double[][] Norm(string name, double[][] x)
    {
        double[] weight = Vector($"{name}.weight"), bias = Vector($"{name}.bias");
        return [.. x.Select(token =>
        {
            double mean = token.Average(), deviation = Math.Sqrt(token.Average(value => (value - mean) * (value - mean)) + 1e-5);
            return token.Select((value, i) => (value - mean) / deviation * weight[i] + bias[i]).ToArray();
        })];
    }

    private double[] Vector(string name) => [.. checkpoint.Require($"visual.{name}").ToArray().Select(value => (double)value)];

    private static string Name(int block) => $"transformer.resblocks.{block - 1}";
}
