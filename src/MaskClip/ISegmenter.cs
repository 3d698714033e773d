namespace MaskClip;

/// <summary>
/// Divides photos among the classes of one vocabulary, whatever does it: CLIP with names
/// (<see cref="Segmenter.For(TextClassifier, SegmentationOptions?, PhotoOptions?)"/>), a student network (<see cref="StudentSegmenter"/>),
/// or a model of your own. Evaluation, labeling and the server take it.
/// </summary>
/// <remarks>Implementations are safe to use from several threads.</remarks>
public interface ISegmenter
{
    /// <summary>What it is called, for people: in reports and logs.</summary>
    string Name { get; }

    /// <summary>
    /// Stands for everything that decides its labels (weights, options, names): what was computed under another fingerprint is never taken
    /// for its own. A text of 1 to 200 characters, such as a checksum or <c>my-model-3</c>.
    /// </summary>
    string Fingerprint { get; }

    /// <summary>The classes, by label.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>How many photos are best segmented at the same time; 1 where one photo keeps all cores busy.</summary>
    int MaxConcurrency => 1;

    /// <summary>Labels every pixel of a photo.</summary>
    /// <param name="photo">The photo, of any size. It is the caller's: it may change or be reused after the call.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <returns>A result of the photo's size with labels of <see cref="Vocabulary"/>.</returns>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    Segmentation Segment(RgbImage photo, CancellationToken cancellationToken = default);
}
