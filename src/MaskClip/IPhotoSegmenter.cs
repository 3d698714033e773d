using MaskClip.Batches;
using MaskClip.Storage;

namespace MaskClip;

/// <summary>Divides photos among the classes of one vocabulary, whatever does it: CLIP and texts, or a trained student.</summary>
internal interface IPhotoSegmenter : IDisposable
{
    /// <summary>The classes, by label.</summary>
    Vocabulary Vocabulary { get; }

    /// <summary>Photos of many that are embedded at once.</summary>
    int AtOnce { get; }

    /// <summary>Threads that one photo may take.</summary>
    Parallelism Threads { get; }

    /// <summary>Makes a photo ready for the engine, which needs none: the first of its steps.</summary>
    IPhotoWork Prepare(RgbImage photo);
}
