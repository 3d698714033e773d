using MaskClip.Checkpoints;

namespace MaskClip.Benchmarks;

/// <summary>
/// A ViT-B/16 CLIP with random weights, as large as OpenAI's: what speed is measured on where no real checkpoint is at hand.
/// </summary>
internal static class RandomModel
{
    private const int Width = 768, TextWidth = 512, Embedding = 512, Layers = 12, Patch = 16, Grid = 14, Vocabulary = 49408, Context = 77;
    private const int StreamStep = 128, HiddenStep = 500, FirstOutlier = 7;
    private const float StreamOutlier = 60, HiddenOutlier = 40, NormGain = 5;

    /// <summary>The checkpoint's path; it is written (600 MB) when it is not there yet.</summary>
    public static string Path
    {
        get
        {
            var path = System.IO.Path.Combine(Folder, "random-ViT-B-16.safetensors");
            if (!File.Exists(path)) SafetensorsWriter.Write(path, Tensors(new Random(16)));
            return path;
        }
    }

    /// <summary>
    /// The path of its image tower with outliers as trained transformers have them: a few channels of the residual stream, and a few hidden
    /// channels of some MLPs, are two orders of magnitude above the rest. It is written (350 MB) when it is not there yet.
    /// </summary>
    public static string WithOutliers
    {
        get
        {
            var path = System.IO.Path.Combine(Folder, "random-ViT-B-16-outliers.safetensors");
            if (!File.Exists(path)) SafetensorsWriter.Write(path, Outlying(Tensors(new Random(16))));
            return path;
        }
    }

    /// <summary>Where benchmarks keep their model and its graphs.</summary>
    public static string Folder { get; } = System.IO.Path.Combine(System.IO.Path.GetTempPath(), "maskclip-bench");

    /// <summary>
    /// Puts outliers where every layer meets them and the result does not: what they push aside in 8 bits is what is looked at.
    /// </summary>
    private static IEnumerable<(string Name, int[] Shape, float[] Values)> Outlying(
        IEnumerable<(string Name, int[] Shape, float[] Values)> tensors)
    {
        float[] constant = [];
        foreach (var (name, shape, values) in tensors.Where(tensor => tensor.Name.StartsWith("visual.", StringComparison.Ordinal)))
        {
            var (last, block) = (
                name.Split('.')[^2..],
                name.Contains(".resblocks.", StringComparison.Ordinal)
                    ? int.Parse(name.Split('.')[3], System.Globalization.CultureInfo.InvariantCulture)
                    : -1);
            bool loud = block % 4 == 2;
            if (name == "visual.ln_pre.bias")
                ForEach(values.Length, StreamStep, i => values[i] += i / StreamStep % 2 == 0 ? StreamOutlier : -StreamOutlier);
            if (name == "visual.ln_post.weight") ForEach(values.Length, StreamStep, i => values[i] = 0);
            if (last is ["c_fc", "bias"] && loud) ForEach(values.Length, HiddenStep, i => values[i] += HiddenOutlier);
            // Normalization shrinks everything beside the outliers; its gain makes up for it, and the layers behind read the outliers
            // softly.
            if (last is ["ln_1" or "ln_2", "weight"]) System.Numerics.Tensors.TensorPrimitives.Multiply(values, NormGain, values);
            if (last is [_, "in_proj_weight"] or ["c_fc", "weight"])
            {
                for (int row = 0; row < values.Length; row += Width) ForEach(Width, StreamStep, i => values[row + i] /= StreamOutlier);
            }

            if (last is ["c_proj", "weight"])
            {
                constant =
                [
                    .. values.Chunk(shape[1])
                        .Select(row =>
                            Enumerable.Range(0, row.Length).Where(i => i % HiddenStep == FirstOutlier).Sum(i => row[i] * HiddenOutlier)),
                ];
            }

            // What loud hidden channels always add is taken off again.
            if (last is ["c_proj", "bias"] && loud) System.Numerics.Tensors.TensorPrimitives.Subtract(values, constant, values);

            yield return (name, shape, values);
        }

        static void ForEach(int count, int step, Action<int> change)
        {
            for (int i = FirstOutlier; i < count; i += step) change(i);
        }
    }

    private static IEnumerable<(string Name, int[] Shape, float[] Values)> Tensors(Random random)
    {
        var draw = new RandomTensors(random);
        return draw.VisionTransformer(Width, Patch, Grid, Layers, Embedding)
            .Concat(draw.Text(TextWidth, Layers, Vocabulary, Context, Embedding));
    }
}
