using System.Diagnostics;
using MaskClip.Storage;

namespace MaskClip.Batches;

/// <summary>A photo's work with a limit of time, over which that photo fails and no other.</summary>
/// <remarks>The time is that of its own steps: a photo that waits for its turn spends none.</remarks>
/// <param name="work">The work; disposed with this.</param>
/// <param name="limit">The limit.</param>
internal sealed class TimedPhotoWork(IPhotoWork work, TimeSpan limit) : IPhotoWork
{
    private readonly Stopwatch spent = new();

    /// <inheritdoc/>
    public void Embed(IProgress<double>? progress, CancellationToken cancellationToken) => Run(
        token =>
        {
            work.Embed(progress, token);
            return true;
        },
        cancellationToken);

    /// <inheritdoc/>
    public Segmentation Label(Parallelism threads, CancellationToken cancellationToken) =>
        Run(token => work.Label(threads, token), cancellationToken);

    /// <inheritdoc/>
    public void Dispose() => work.Dispose();

    private T Run<T>(Func<CancellationToken, T> step, CancellationToken cancellationToken)
    {
        if (spent.Elapsed >= limit) throw TookTooLong(null);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        stop.CancelAfter(limit - spent.Elapsed);
        spent.Start();
        try
        {
            return step(stop.Token);
        }
        catch (OperationCanceledException error) when (stop.IsCancellationRequested && !cancellationToken.IsCancellationRequested)
        {
            throw TookTooLong(error);
        }
        finally
        {
            spent.Stop();
        }
    }

    private TimeoutException TookTooLong(Exception? error) => new(
        $"It was not done within {limit.TotalSeconds:0.###} s, which a photo may take. Take a smaller size, or allow more time.", error);
}
