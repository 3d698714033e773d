using System.IO.Hashing;
using System.Text;
using MaskClip.Model;
using MaskClip.Storage;

namespace MaskClip.Batches;

/// <summary>A model with the names that it is to look for.</summary>
internal sealed class NamedSegmenter(Segmenter model, TextClassifier classifier, SegmentationOptions options, PhotoOptions? photos)
    : IPhotoSegmenter
{
    /// <inheritdoc/>
    public string Name => model.Source.DisplayName;

    /// <inheritdoc/>
    public string Fingerprint { get; } = Hash(model, classifier, options, photos);

    /// <inheritdoc/>
    public Vocabulary Vocabulary => classifier.Vocabulary;

    /// <inheritdoc/>
    public int MaxConcurrency => model.MaxConcurrency;

    /// <inheritdoc/>
    public Parallelism Threads => model.Threads;

    /// <inheritdoc/>
    public TimeSpan MaxPhotoTime => model.Options.MaxPhotoTime;

    /// <inheritdoc/>
    public IPhotoWork Prepare(RgbImage photo) => model.Prepare(photo, classifier, options, photos);

    /// <inheritdoc/>
    public Segmentation Segment(RgbImage photo, CancellationToken cancellationToken = default) =>
        model.Segment(photo, classifier, options, photos, cancellationToken: cancellationToken);

    // Embeddings stand for names, templates and synonyms.
    private static string Hash(Segmenter model, TextClassifier classifier, SegmentationOptions options, PhotoOptions? photos)
    {
        var hash = new XxHash128();
        hash.Append(Encoding.UTF8.GetBytes(string.Join(
            '\n',
            [
                model.ModelHash,
                model.Model.Variant,
                model.Options.Precision.ToString(),
                model.CompletePhotos(photos ?? model.Options.Photos).ToKey(),
                options.ToKey(),
                .. classifier.Vocabulary.Classes.Select(one => one.Name),
            ])));
        hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(classifier.Embeddings));
        hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(classifier.Classes));
        foreach (var expert in classifier.Experts)
        {
            hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes(expert.Names.Embeddings));
            hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes<bool>(expert.Claims));
        }

        foreach (var numbers in classifier.Exemplars?.Numbers ?? [])
            hash.Append(System.Runtime.InteropServices.MemoryMarshal.AsBytes<float>(numbers));
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
