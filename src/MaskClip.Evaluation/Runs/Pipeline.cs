using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MaskClip.Evaluation.Runs;

/// <summary>
/// Reads, embeds and scores photos at the same time: while the engine works on one photo, the next are decoded and the last ones scored.
/// </summary>
/// <remarks>
/// Between the stages there are channels with few places, so memory does not grow with the number of photos. One stage alone calls the
/// engine, one photo at a time: it uses all cores by itself. Results come as they are ready, not in the order of the photos.
/// </remarks>
/// <typeparam name="TItem">What names a photo.</typeparam>
/// <typeparam name="TPhoto">A photo that was read.</typeparam>
/// <typeparam name="TFeatures">A photo that was embedded.</typeparam>
/// <typeparam name="TResult">What is kept of a photo.</typeparam>
internal sealed class Pipeline<TItem, TPhoto, TFeatures, TResult>
{
    /// <summary>Reads a photo; called by <see cref="Readers"/> threads.</summary>
    public required Func<TItem, TPhoto> Read { get; init; }

    /// <summary>Embeds a photo; called by one thread.</summary>
    public required Func<TPhoto, CancellationToken, TFeatures> Embed { get; init; }

    /// <summary>Scores a photo; called by <see cref="Scorers"/> threads.</summary>
    public required Func<TItem, TFeatures, TResult> Score { get; init; }

    /// <summary>Which exceptions are one photo's fault; all others end the run.</summary>
    public required Func<Exception, bool> IsPhotosFault { get; init; }

    /// <summary>Threads that read. Corrupting a large photo takes longer than a small model's embedding of it.</summary>
    public int Readers { get; init; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 8);

    /// <summary>Threads that score.</summary>
    public int Scorers { get; init; } = Math.Clamp(Environment.ProcessorCount / 2, 1, 8);

    /// <summary>Photos that may wait before each stage.</summary>
    public int Places { get; init; } = 2;

    /// <summary>Runs all photos through the stages.</summary>
    /// <param name="items">The photos.</param>
    /// <param name="cancellationToken">Stops all stages; what came out before stands.</param>
    public async IAsyncEnumerable<PhotoOutcome<TItem, TResult>> RunAsync(
        IEnumerable<TItem> items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var waiting = Channel.CreateBounded<PhotoOutcome<TItem, TItem>>(Places);
        var read = Channel.CreateBounded<PhotoOutcome<TItem, TPhoto>>(Places);
        var embedded = Channel.CreateBounded<PhotoOutcome<TItem, TFeatures>>(Places);
        var scored = Channel.CreateBounded<PhotoOutcome<TItem, TResult>>(Places);
        Task[] stages =
        [
            Feed(items, waiting.Writer, stop),
            Stage(waiting.Reader, read.Writer, Readers, (item, _) => Read(item), stop),
            Stage(read.Reader, embedded.Writer, 1, (_, photo) => Embed(photo, stop.Token), stop),
            Stage(embedded.Reader, scored.Writer, Scorers, Score, stop),
        ];
        try
        {
            await foreach (var outcome in scored.Reader.ReadAllAsync(CancellationToken.None)) yield return outcome;
            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            // The caller may have had enough, or a stage may have failed: nothing goes on behind its back, and the fault comes out here.
            await stop.CancelAsync();
            await Task.WhenAll(stages);
        }
    }

    private static Task Feed(IEnumerable<TItem> items, ChannelWriter<PhotoOutcome<TItem, TItem>> to, CancellationTokenSource stop)
    {
        return Crew(to, 1, stop, async () =>
        {
            foreach (var item in items) await to.WriteAsync(new(item, item, null), stop.Token);
        });
    }

    private Task Stage<TIn, TOut>(
        ChannelReader<PhotoOutcome<TItem, TIn>> from,
        ChannelWriter<PhotoOutcome<TItem, TOut>> to,
        int workers,
        Func<TItem, TIn, TOut> work,
        CancellationTokenSource stop)
    {
        return Crew(to, workers, stop, async () =>
        {
            await foreach (var one in from.ReadAllAsync(stop.Token)) await to.WriteAsync(Do(one, work), stop.Token);
        });
    }

    private PhotoOutcome<TItem, TOut> Do<TIn, TOut>(PhotoOutcome<TItem, TIn> one, Func<TItem, TIn, TOut> work)
    {
        if (one.Fault is not null) return new(one.Item, default, one.Fault);
        try
        {
            return new(one.Item, work(one.Item, one.Value!), null);
        }
        catch (Exception fault) when (IsPhotosFault(fault))
        {
            return new(one.Item, default, fault);
        }
    }

    /// <summary>Workers of one stage. When they are done the stage's channel ends; when one fails all stages stop.</summary>
    private static async Task Crew<T>(ChannelWriter<T> to, int workers, CancellationTokenSource stop, Func<Task> work)
    {
        async Task WorkAsync()
        {
            try
            {
                await work();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Someone else's fault, or the caller's wish.
            }
            catch
            {
                await stop.CancelAsync();
                throw;
            }
        }

        try
        {
            await Task.WhenAll(Enumerable.Range(0, workers).Select(_ => Task.Run(WorkAsync, CancellationToken.None)));
        }
        finally
        {
            // A fault is not handed on through the channel, where the next stage may see the stop first: whoever awaits the stages gets it.
            to.Complete();
        }
    }
}
