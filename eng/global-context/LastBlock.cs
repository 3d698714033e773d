using System.Numerics.Tensors;
using System.Text.RegularExpressions;
using MaskClip;
using MaskClip.Checkpoints;
using MaskClip.Models;

/// <summary>A vision transformer's last block: all tokens, class tokens too, attend over all.</summary>
internal sealed class LastBlock : IBlock
{
    private const int Prefix = 1, Heads = 4;
    private const double Sigma = 5;
    private readonly WindowGraph graph;
    private readonly Func<string, float[]> weight;
    private readonly float[] positions;

    public LastBlock(Segmenter segmenter, string folder, int crop)
    {
        var options = new PhotoOptions { Method = "clearclip", Size = crop, Keys = false };
        segmenter.Embed(new RgbImage(crop, crop, new byte[crop * crop * 3]), options).Dispose();
        graph = new WindowGraph(
            segmenter,
            folder,
            "image-clearclip-*.onnx",
            text => [Regex.Match(text, @"(Add_\d+)[^A]*tokens_5\b(?!_)", RegexOptions.Singleline).Groups[1].Value]);
        string file = Path.Combine(InstalledFile(), "model.safetensors");
        using var checkpoint = SafetensorsFile.Open(file);
        var tensors = checkpoint.Tensors.Where(pair => pair.Key.StartsWith("visual.", StringComparison.Ordinal))
            .ToDictionary(pair => pair.Key, pair => pair.Value.ToArray());
        weight = name => tensors[$"visual.{name}"];
        positions = weight("positional_embedding");
    }

    public int Cell => 8;

    public double Middle => 4;

    public Dictionary<string, float[]> Run(RgbImage window)
    {
        int width = weight("ln_post.weight").Length;
        float[] x = graph.Run(window, ("positions", [1, positions.Length / width, width], positions))[0];
        float[] normed = Norm(x, "transformer.resblocks.5.ln_1");
        float[] all = weight("transformer.resblocks.5.attn.in_proj_weight"), bias = weight("transformer.resblocks.5.attn.in_proj_bias");
        int square = width * width;
        return new()
        {
            ["x"] = x,
            ["q"] = Linear(normed, all[..square], bias[..width]),
            ["k"] = Linear(normed, all[square..(2 * square)], bias[width..(2 * width)]),
            ["v"] = Linear(normed, all[(2 * square)..], bias[(2 * width)..]),
            ["side"] = [window.Width / Cell],
        };
    }

    public float[][] Attend(Window[] windows, string method)
    {
        int width = weight("ln_post.weight").Length, head = width / Heads, side = (int)windows[0].Before["side"][0];
        int tokens = Prefix + side * side;
        string[] terms = method switch { "sclip" => ["q", "k"], "clearclip" => ["q"], _ => ["k"] };
        float scale = 1 / MathF.Sqrt(head);
        var mixed = windows.Select(_ => new float[tokens * width]).ToArray();
        float[][] values = [.. windows.Select(window => window.Before["v"])];
        Parallel.For(0, windows.Length * tokens, query =>
        {
            var (w, at) = Math.DivRem(query, tokens);
            var room = new float[tokens];
            for (int h = 0; h < Heads; h++)
            {
                int from = h * head;
                foreach (var term in terms)
                {
                    Blockwise.Attend(Logits, values, width, from, room, mixed[w].AsSpan(at * width + from, head));

                    void Logits(int b, float[] room)
                    {
                        var own = windows[w].Before[term].AsSpan(at * width + from, head);
                        float[] others = windows[b].Before[term];
                        for (int j = 0; j < tokens; j++)
                            room[j] = scale * TensorPrimitives.Dot<float>(own, others.AsSpan(j * width + from, head));
                        if (method == "naclip") AddNeighbors(room, b);
                    }
                }
            }

            void AddNeighbors(float[] room, int b)
            {
                if (at < Prefix) return;
                double x = (at - Prefix) % side + (windows[w].X - windows[b].X) / (double)Cell;
                double y = (at - Prefix) / side + (windows[w].Y - windows[b].Y) / (double)Cell;
                Span<float> along = stackalloc float[side];
                for (int column = 0; column < side; column++) along[column] = Gaussian(x - column);
                for (int row = 0; row < side; row++)
                {
                    var own = room.AsSpan(Prefix + row * side, side);
                    TensorPrimitives.MultiplyAdd(along, Gaussian(y - row), own, own);
                }
            }
        });
        return [.. windows.Select((window, w) => Finish(window.Before["x"][(Prefix * width)..], mixed[w][(Prefix * width)..], method))];
    }

    private static float Gaussian(double distance) => (float)Math.Exp(-distance * distance / (2 * Sigma * Sigma));

    private float[] Finish(float[] x, float[] mixed, string method)
    {
        const string Block = "transformer.resblocks.5.";
        float[] z = Linear(mixed, weight($"{Block}attn.out_proj.weight"), weight($"{Block}attn.out_proj.bias"));
        if (method == "sclip")
        {
            TensorPrimitives.Add(z, x, z);
            float[] hidden = Linear(Norm(z, $"{Block}ln_2"), weight($"{Block}mlp.c_fc.weight"), weight($"{Block}mlp.c_fc.bias"));
            for (int i = 0; i < hidden.Length; i++) hidden[i] /= 1 + MathF.Exp(-1.702f * hidden[i]);
            TensorPrimitives.Add(z, Linear(hidden, weight($"{Block}mlp.c_proj.weight"), weight($"{Block}mlp.c_proj.bias")), z);
        }

        float[] normed = Norm(z, "ln_post"), proj = weight("proj");
        int width = weight("ln_post.weight").Length, size = proj.Length / width;
        var turned = new float[proj.Length];
        for (int i = 0; i < proj.Length; i++) turned[i % size * width + i / size] = proj[i];
        float[] features = Linear(normed, turned, new float[size]);
        for (int at = 0; at < features.Length; at += size)
        {
            var own = features.AsSpan(at, size);
            TensorPrimitives.Divide(own, TensorPrimitives.Norm<float>(own), own);
        }

        return features;
    }

    private float[] Norm(float[] x, string name)
    {
        float[] gain = weight($"{name}.weight"), bias = weight($"{name}.bias"), y = [.. x];
        for (int at = 0; at < x.Length; at += gain.Length)
        {
            var own = y.AsSpan(at, gain.Length);
            TensorPrimitives.Subtract(own, TensorPrimitives.Average<float>(own), own);
            TensorPrimitives.Divide(own, MathF.Sqrt(TensorPrimitives.SumOfSquares<float>(own) / own.Length + 1e-5f), own);
            TensorPrimitives.MultiplyAdd(own, gain, bias, own);
        }

        return y;
    }

    private static float[] Linear(float[] x, float[] matrix, float[] bias)
    {
        int rows = bias.Length, columns = matrix.Length / rows, count = x.Length / columns;
        var y = new float[count * rows];
        Parallel.For(0, count, at =>
        {
            for (int row = 0; row < rows; row++)
            {
                y[at * rows + row] =
                    bias[row] + TensorPrimitives.Dot<float>(x.AsSpan(at * columns, columns), matrix.AsSpan(row * columns, columns));
            }
        });
        return y;
    }

    public void Dispose() => graph.Dispose();

    private static string InstalledFile() =>
        InstalledModels.Find(InstalledModels.DefaultFolder, InstalledModels.World)
        ?? throw new FileNotFoundException("The model world-clip is not installed beside this program.");
}
