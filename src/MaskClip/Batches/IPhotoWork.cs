using MaskClip.Storage;

namespace MaskClip.Batches;

/// <summary>
/// One photo on its way to its labels, in steps that different threads can do: it was made ready; then it is embedded, then labeled.
/// </summary>
/// <remarks>Buffers are rented until it is disposed. For one thread at a time.</remarks>
public interface IPhotoWork : IDisposable
{
    /// <summary>Does the engine's part.</summary>
    /// <param name="progress">Told the share that is done, 0..1.</param>
    /// <param name="cancellationToken">Stops the engine within an operator's time.</param>
    void Embed(IProgress<double>? progress, CancellationToken cancellationToken);

    /// <summary>Does the rest; once, after <see cref="Embed"/>.</summary>
    /// <param name="threads">Threads that it may take, where the photo's segmenter was not told to take fewer.</param>
    /// <param name="cancellationToken">Stops between parts of the photo.</param>
    Segmentation Label(Parallelism threads, CancellationToken cancellationToken);
}
