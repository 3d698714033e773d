using System.Text.Json;

namespace MaskClip.Annotations.Tensors;

/// <summary>Labels, scores and features as files of tensors, for NumPy and whatever reads safetensors.</summary>
/// <remarks>Safe to use from several threads. Files appear whole or not at all.</remarks>
public static class TensorFiles
{
    private static readonly ISegmentationWriter[] Formats = [new SafetensorsWriter(), new NumpyWriter(), new FeaturesWriter()];

    /// <summary>
    /// Makes the output formats <c>safetensors</c> (<c>STEM.safetensors</c>: <c>scores</c>, <c>labels</c>, and the names as the metadata
    /// <c>classes</c>), <c>npy</c> (<c>STEM.scores.npy</c>, <c>STEM.labels.npy</c>) and <c>features</c> (<c>STEM.features.npy</c>) known to
    /// <see cref="SegmentationWriters"/>.
    /// </summary>
    /// <remarks>
    /// <c>scores</c> is <c>[classes, gridHeight, gridWidth]</c>, fp32, 0..1, on the patch grid; a result without scores has none.
    /// <c>labels</c> is <c>[height, width]</c>, 16 bits without sign, 65535 for pixels of no class. <c>features</c> is <c>[gridHeight,
    /// gridWidth, size]</c>, fp32, unit length, of results that keep them (<see cref="SegmentationOptions.KeepFeatures"/>); such results'
    /// <c>STEM.safetensors</c> has them too.
    /// </remarks>
    public static void Register()
    {
        foreach (var format in Formats) SegmentationWriters.Register(format);
    }

    /// <summary>
    /// Writes a photo's features: <c>features</c>, fp32, unit length, <c>[gridHeight, gridWidth, size]</c>. The name's ending decides:
    /// <c>.npy</c> or <c>.safetensors</c>.
    /// </summary>
    /// <param name="features">The features, of a photo that was embedded in one piece.</param>
    /// <param name="path">The file; it is replaced, missing folders are created.</param>
    /// <exception cref="ArgumentException">The ending is another.</exception>
    /// <exception cref="InvalidOperationException">The photo was embedded in windows, mirrored or at several scales.</exception>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static void SaveFeatures(DenseFeatures features, string path)
    {
        ArgumentNullException.ThrowIfNull(features);
        ArgumentException.ThrowIfNullOrEmpty(path);
        var ending = Path.GetExtension(path).ToLowerInvariant();
        if (ending is not (".npy" or ".safetensors"))
            throw new ArgumentException($"'{path}' ends with '{ending}'; features are written as '.npy' or '.safetensors'.", nameof(path));
        var tensor = NamedTensor.Of("features", [features.GridHeight, features.GridWidth, features.Size], features.Features);
        if (ending == ".npy") TensorOutput.WriteNumpy(path, tensor);
        else TensorOutput.WriteSafetensors(path, [tensor], new Dictionary<string, string> { ["format"] = "pt" });
    }

    private static NamedTensor Labels(Segmentation result) => NamedTensor.Of("labels", [result.Height, result.Width], result.Labels);

    private static NamedTensor? Scores(Segmentation result)
    {
        int classes = result.Vocabulary.Classes.Count, cells = result.GridWidth * result.GridHeight;
        if (cells == 0) return null;
        var scores = new float[classes * cells];
        for (int i = 0; i < classes; i++) result.Scores(i).CopyTo(scores.AsSpan(i * cells));
        return NamedTensor.Of("scores", [classes, result.GridHeight, result.GridWidth], scores);
    }

    private static NamedTensor? Features(Segmentation result)
    {
        int cells = result.GridWidth * result.GridHeight;
        return result.Features.IsEmpty
            ? null
            : NamedTensor.Of("features", [result.GridHeight, result.GridWidth, result.Features.Length / cells], result.Features);
    }

    private static string Names(Vocabulary vocabulary)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            foreach (var one in vocabulary.Classes) json.WriteStringValue(one.Name);
            json.WriteEndArray();
        }

        return System.Text.Encoding.UTF8.GetString(text.ToArray());
    }

    private sealed class SafetensorsWriter : ISegmentationWriter
    {
        public string Name => "safetensors";

        public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
        {
            var path = Path.Combine(folder, $"{stem}.safetensors");
            NamedTensor[] tensors = [.. new[] { Features(result), Scores(result), Labels(result) }.OfType<NamedTensor>()];
            TensorOutput.WriteSafetensors(path, tensors, new Dictionary<string, string> { ["classes"] = Names(result.Vocabulary) });
            return [path];
        }
    }

    private sealed class FeaturesWriter : ISegmentationWriter
    {
        public string Name => "features";

        public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
        {
            var features = Features(result)
                ?? throw new InvalidOperationException("The result keeps no features; ask for them in the options that it is made with.");
            var path = Path.Combine(folder, $"{stem}.features.npy");
            TensorOutput.WriteNumpy(path, features);
            return [path];
        }
    }

    private sealed class NumpyWriter : ISegmentationWriter
    {
        public string Name => "npy";

        public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem)
        {
            List<string> paths = [];
            foreach (var tensor in new[] { Scores(result), Labels(result) }.OfType<NamedTensor>())
            {
                paths.Add(Path.Combine(folder, $"{stem}.{tensor.Name}.npy"));
                TensorOutput.WriteNumpy(paths[^1], tensor);
            }

            return paths;
        }
    }
}
