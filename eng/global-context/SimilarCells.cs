using System.Numerics.Tensors;
using System.Text.RegularExpressions;
using MaskClip;

/// <summary>The model of photographs: cells averaged by how alike their keys are and how near they lie; the map behind is linear.</summary>
internal sealed class SimilarCells : IBlock
{
    private const float Strength = 3;
    private const double Width = 2.5;
    private readonly WindowGraph graph;

    public SimilarCells(Segmenter segmenter, string folder, int crop)
    {
        var options = new PhotoOptions { Method = "maskclip", Size = crop };
        segmenter.Embed(new RgbImage(crop, crop, new byte[crop * crop * 3]), options).Dispose();
        // The stage before the last is the sum of its mean and of what keys are made of, the only Sub of the graph.
        graph = new WindowGraph(
            segmenter,
            folder,
            "image-maskclip-*.onnx",
            text => [Regex.Match(text, @"ReduceMean_\d+").Value, Regex.Match(text, @"Sub_\d+").Value],
            "features_raw");
    }

    public int Cell => 16;

    // Convolutions that pad unevenly: a cell sits on its first pixel.
    public double Middle => 0.5;

    public void Dispose() => graph.Dispose();

    public Dictionary<string, float[]> Run(RgbImage window)
    {
        float[][] values = graph.Run(window);
        int cells = window.Width / Cell * (window.Height / Cell), channels = values[0].Length;
        var keys = new float[cells * channels]; // from a map to one row a cell
        for (int i = 0; i < keys.Length; i++) keys[i % cells * channels + i / cells] = values[1][i] + values[0][i / cells];
        return new() { ["keys"] = keys, ["values"] = values[2], ["channels"] = [channels], ["side"] = [window.Width / Cell] };
    }

    public float[][] Attend(Window[] windows, string method)
    {
        int channels = (int)windows[0].Before["channels"][0], side = (int)windows[0].Before["side"][0], cells = side * side;
        int size = windows[0].Before["values"].Length / cells;
        var mean = new float[channels];
        foreach (var window in windows)
        {
            for (int at = 0; at < cells; at++)
            {
                var own = window.Before["keys"].AsSpan(at * channels, channels);
                TensorPrimitives.MultiplyAdd(own, 1f / cells / windows.Length, mean, mean);
            }
        }

        float[][] keys = [.. windows.Select(window => Centered(window.Before["keys"]))];
        float[][] values = [.. windows.Select(window => window.Before["values"])];
        var result = windows.Select(_ => new float[cells * size]).ToArray();
        Parallel.For(0, windows.Length * cells, query =>
        {
            var (w, at) = Math.DivRem(query, cells);
            var sum = result[w].AsSpan(at * size, size);
            Blockwise.Attend(Logits, values, size, 0, new float[cells], sum);
            TensorPrimitives.Divide(sum, TensorPrimitives.Norm<float>(sum), sum);

            void Logits(int b, float[] room)
            {
                for (int j = 0; j < cells; j++)
                {
                    double x = at % side - j % side + (windows[w].X - windows[b].X) / (double)Cell;
                    double y = at / side - j / side + (windows[w].Y - windows[b].Y) / (double)Cell;
                    float cosine = TensorPrimitives.Dot<float>(
                        keys[w].AsSpan(at * channels, channels), keys[b].AsSpan(j * channels, channels));
                    room[j] = Strength * cosine - (float)((x * x + y * y) / (2 * Width * Width));
                }
            }
        });
        return result;

        float[] Centered(float[] from)
        {
            float[] to = [.. from];
            for (int at = 0; at < cells; at++)
            {
                var own = to.AsSpan(at * channels, channels);
                TensorPrimitives.Subtract(own, mean, own);
                TensorPrimitives.Divide(own, TensorPrimitives.Norm<float>(own), own);
            }

            return to;
        }
    }
}
