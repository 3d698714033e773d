namespace MaskClip;

/// <summary>Divides photos among the classes of one vocabulary, whatever does it: CLIP and texts, or a trained student.</summary>
internal interface IPhotoSegmenter : IDisposable
{
    /// <summary>The classes, by label.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>Labels every pixel of a photo.</summary>
    Segmentation Segment(RgbImage photo, CancellationToken cancellationToken = default);

    /// <summary>Labels every pixel of a photo, and says how far it is where that takes long.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="progress">Told the share that is done, 0..1.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    Segmentation Segment(RgbImage photo, IProgress<double>? progress, CancellationToken cancellationToken) => Segment(photo, cancellationToken);
}
