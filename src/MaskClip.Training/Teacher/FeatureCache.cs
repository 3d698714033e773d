using System.IO.Hashing;
using MaskClip.Checkpoints;
using MaskClip.Storage;

namespace MaskClip.Training.Teacher;

/// <summary>A teacher's features of crops, kept on disk under the crop's pixels and everything that made them.</summary>
internal sealed class FeatureCache
{
    private const string Features = "features";
    private const string Key = "key";
    private const string Surroundings = "surroundings";

    private readonly Segmenter segmenter;
    private readonly VerifiedCache files;

    /// <summary>Opens the cache of a model and a way of embedding.</summary>
    public FeatureCache(Segmenter segmenter)
    {
        this.segmenter = segmenter;
        var options = segmenter.Options;
        var way =
            $"{DenseMethods.Parse(options.Photos.Method!).Id}-{segmenter.OutputStride}-{segmenter.Size}-{segmenter.Variant}-" +
            $"{options.Compatibility}{(options.Photos.Keys ? "-key" : "")}" +
            (TeacherOptions.Describe(options.Photos.Scales) is { } scales ? $"-at-{scales}" : "");
        files = new VerifiedCache(Path.Combine(options.CacheFolder, "features", $"{segmenter.ModelHash}-{way.ToLowerInvariant()}"));
    }

    /// <summary>The features of a crop, embedded when it is met for the first time.</summary>
    public DenseFeatures Embed(RgbImage crop, CancellationToken cancellationToken)
    {
        var name = $"{Convert.ToHexStringLower(XxHash128.Hash(crop.Pixels))}-{crop.Width}x{crop.Height}.safetensors";
        var path = files.GetOrBuild(name, stream =>
        {
            using var made = segmenter.Embed(crop, cancellationToken: cancellationToken);
            SafetensorsWriter.Write(stream, Tensors(made), metadata: null);
        });
        using var stored = SafetensorsFile.Open(path);
        return segmenter.Restore(crop, stored[Features].ToArray(), Optional(Key), Optional(Surroundings));

        float[] Optional(string name) => stored.Tensors.TryGetValue(name, out var tensor) ? tensor.ToArray() : [];
    }

    private static IEnumerable<SafetensorsEntry> Tensors(DenseFeatures made)
    {
        yield return new SafetensorsEntry(Features, [made.GridHeight, made.GridWidth, made.Size], made.Features.ToArray());
        int positions = made.GridHeight * made.GridWidth;
        if (!made.Key.IsEmpty) yield return new SafetensorsEntry(Key, [positions, made.Key.Length / positions], made.Key.ToArray());
        if (!made.Surroundings.IsEmpty)
            yield return new SafetensorsEntry(Surroundings, [positions, made.Size], made.Surroundings.ToArray());
    }
}
