using MaskClip.Storage;

namespace MaskClip.Models;

/// <summary>Whether a file under a published model's name is the one that was published: anyone can put another there.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class PublishedWeights
{
    // Archives have a little around their numbers.
    private const double MaxSizeDifference = 0.02;
    private const int MaxOverhead = 1 << 20;

    /// <summary>What a file is instead of the published one, as a phrase; <see langword="null"/> when it is that.</summary>
    /// <remarks>
    /// The file is read for its SHA-256 once, and again when anything about it has changed; not at all where its size shows that it is
    /// another.
    /// </remarks>
    /// <param name="model">The published model.</param>
    /// <param name="path">The file.</param>
    /// <param name="cacheFolder">Where checksums of files are kept.</param>
    public static string? Difference(KnownModel model, string path, string cacheFolder)
    {
        long length = new FileInfo(path).Length;
        if (Math.Abs(length - model.ApproximateBytes) > MaxSizeDifference * model.ApproximateBytes + MaxOverhead)
        {
            return $"another file than OpenAI's {model.Name}: {length / 1e6:0.0} MB, where {model.ApproximateSize} were published";
        }

        var actual = FingerprintIndex.Sha256In(cacheFolder).Of(path);
        return actual == model.Sha256
            ? null
            : $"another file than OpenAI's {model.Name}: its SHA-256 is {actual}, and {model.Sha256} was published";
    }

    /// <summary>What a model's file is.</summary>
    /// <param name="source">The model.</param>
    /// <param name="catalogue">Published models.</param>
    /// <param name="cacheFolder">Where checksums of files are kept.</param>
    public static string Describe(ModelSource source, IReadOnlyList<KnownModel> catalogue, string cacheFolder)
    {
        if (!File.Exists(source.Path)) return "a folder";
        if (Named(source, catalogue) is not { } known) return $"{new FileInfo(source.Path).Length / 1e6:0.0} MB";
        return Difference(known, source.Path, cacheFolder) ?? $"OpenAI's {known.Name} as published (SHA-256 {known.Sha256})";
    }

    /// <summary>The published model whose name a source or its file has; <see langword="null"/> when there is none.</summary>
    public static KnownModel? Named(ModelSource source, IReadOnlyList<KnownModel> catalogue) =>
        File.Exists(source.Path)
            ? catalogue.FirstOrDefault(model => model.Name == source.DisplayName || model.FileName == Path.GetFileName(source.Path))
            : null;
}
