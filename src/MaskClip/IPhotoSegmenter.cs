namespace MaskClip;

/// <summary>Divides photos among the classes of one vocabulary, whatever does it: CLIP and texts, or a trained student.</summary>
internal interface IPhotoSegmenter : IDisposable
{
    /// <summary>The classes, by label.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>Labels every pixel of a photo.</summary>
    Segmentation Segment(RgbImage photo, CancellationToken cancellationToken = default);
}
