using MaskClip.Storage;

namespace MaskClip.Batches;

/// <summary>
/// A segmenter of this library's own: its steps can be done by different threads, so that the engine never waits for a photo.
/// </summary>
internal interface IPhotoSegmenter : ISegmenter
{
    /// <summary>Threads that one photo may take.</summary>
    Parallelism Threads { get; }

    /// <summary>How long a photo of many may take.</summary>
    TimeSpan MaxPhotoTime { get; }

    /// <summary>Makes a photo ready for the engine, which needs none: the first of its steps.</summary>
    IPhotoWork Prepare(RgbImage photo);
}
