using System.Runtime.CompilerServices;
using System.Threading.Channels;

namespace MaskClip.Batches;

/// <summary>
/// Reads, embeds and scores photos at the same time: while the engine works on one photo, the next are decoded and the last ones scored.
/// </summary>
/// <remarks>
/// Between the stages there are channels with few places, so memory does not grow with the number of photos. One stage alone calls the
/// engine. Every stage has threads of its own: the pool starts with one a core, and the engine alone would hold one of them all the time.
/// </remarks>
/// <typeparam name="TItem">What names a photo.</typeparam>
/// <typeparam name="TPhoto">A photo that was read.</typeparam>
/// <typeparam name="TFeatures">A photo that was embedded.</typeparam>
/// <typeparam name="TResult">What is kept of a photo.</typeparam>
public sealed class Pipeline<TItem, TPhoto, TFeatures, TResult>
{
    /// <summary>Reads a photo; called by <see cref="Readers"/> threads.</summary>
    public required Func<TItem, TPhoto> Read { get; init; }

    /// <summary>Embeds a photo; called by <see cref="Embedders"/> threads.</summary>
    public required Func<TPhoto, CancellationToken, TFeatures> Embed { get; init; }

    /// <summary>Scores a photo; called by <see cref="Scorers"/> threads.</summary>
    public required Func<TItem, TFeatures, CancellationToken, TResult> Score { get; init; }

    /// <summary>Which exceptions concern one photo; all others end the run.</summary>
    public required Func<Exception, bool> IsPhotosError { get; init; }

    /// <summary>Whether results come in the order of the photos, instead of as they are ready.</summary>
    public bool InOrder { get; init; }

    /// <summary>Threads that read. Corrupting a large photo takes longer than a small model's embedding of it.</summary>
    public int Readers { get; init; } = PhotoBatch.Concurrency;

    /// <summary>Threads that call the engine. One is enough where the engine uses all cores by itself.</summary>
    public int Embedders { get; init; } = 1;

    /// <summary>Threads that score.</summary>
    public int Scorers { get; init; } = PhotoBatch.Concurrency;

    /// <summary>Photos that may wait before each stage.</summary>
    public int Places { get; init; } = 2;

    /// <summary>Photos that can be between the first stage and the caller: those that wait, and those held by a stage.</summary>
    internal int MaxUnderWay => 3 * Places + Readers + Embedders + Scorers;

    /// <summary>Runs all photos through the stages.</summary>
    /// <param name="items">The photos.</param>
    /// <param name="cancellationToken">Stops all stages; what came out before stands.</param>
    public async IAsyncEnumerable<PhotoOutcome<TItem, TResult>> RunAsync(
        IEnumerable<TItem> items, [EnumeratorCancellation] CancellationToken cancellationToken = default)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        using var room = new SemaphoreSlim(MaxUnderWay);
        var waiting = Channel.CreateBounded<Step<TItem>>(Places);
        var read = Channel.CreateBounded<Step<TPhoto>>(Places);
        var embedded = Channel.CreateBounded<Step<TFeatures>>(Places);
        var scored = Channel.CreateBounded<Step<TResult>>(Places);
        Task[] stages =
        [
            Feed(items, waiting.Writer, room, stop),
            Stage(waiting.Reader, read.Writer, Readers, (item, _, _) => Read(item), stop),
            Stage(read.Reader, embedded.Writer, Embedders, (_, photo, token) => Embed(photo, token), stop),
            Stage(embedded.Reader, scored.Writer, Scorers, Score, stop),
        ];
        try
        {
            var early = new Dictionary<int, Step<TResult>>();
            int next = 0;
            await foreach (var step in scored.Reader.ReadAllAsync(CancellationToken.None))
            {
                early.Add(InOrder ? step.Number : next, step);
                for (; early.Remove(next, out var due); next++)
                {
                    room.Release();
                    yield return new(due.Item, due.Value, due.Error);
                }
            }

            cancellationToken.ThrowIfCancellationRequested();
        }
        finally
        {
            // The caller may have had enough, or a stage may have failed: nothing goes on behind its back, and the error comes out here.
            await stop.CancelAsync();
            await Task.WhenAll(stages);
        }
    }

    /// <summary>
    /// Hands photos out. Where one takes very long, those behind it must not pile up until it is its turn: no more start than there is room
    /// for.
    /// </summary>
    private static Task Feed(
        IEnumerable<TItem> items,
        ChannelWriter<Step<TItem>> to,
        SemaphoreSlim room,
        CancellationTokenSource stop) => Crew(to, 1, stop, () =>
    {
        int number = 0;
        foreach (var item in items)
        {
            room.Wait(stop.Token);
            Await(to.WriteAsync(new(number++, item, item, null), stop.Token));
        }
    });

    private Task Stage<TIn, TOut>(
        ChannelReader<Step<TIn>> from,
        ChannelWriter<Step<TOut>> to,
        int workers,
        Func<TItem, TIn, CancellationToken, TOut> work,
        CancellationTokenSource stop) => Crew(to, workers, stop, () =>
        {
            while (Await(from.WaitToReadAsync(stop.Token)))
            {
                while (from.TryRead(out var one)) Await(to.WriteAsync(Do(one, work, stop.Token), stop.Token));
            }
        });

    private Step<TOut> Do<TIn, TOut>(Step<TIn> one, Func<TItem, TIn, CancellationToken, TOut> work, CancellationToken token)
    {
        if (one.Error is not null) return new(one.Number, one.Item, default, one.Error);
        try
        {
            return new(one.Number, one.Item, work(one.Item, one.Value!, token), null);
        }
        catch (Exception error) when (IsPhotosError(error))
        {
            return new(one.Number, one.Item, default, error);
        }
    }

    /// <summary>Workers of one stage. When they are done the stage's channel ends; when one fails all stages stop.</summary>
    private static async Task Crew<T>(ChannelWriter<T> to, int workers, CancellationTokenSource stop, Action work)
    {
        void Work()
        {
            try
            {
                work();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested)
            {
                // Not this photo's error, or the caller's wish.
            }
            catch
            {
                stop.Cancel();
                throw;
            }
        }

        try
        {
            await Task.WhenAll(Enumerable.Range(0, workers)
                .Select(_ => Task.Factory.StartNew(Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default)));
        }
        finally
        {
            // An error does not go through the channel, where the next stage may see the stop first: whoever awaits the stages gets it.
            to.Complete();
        }
    }

    private static bool Await(ValueTask<bool> task) => task.AsTask().GetAwaiter().GetResult();

    private static void Await(ValueTask task) => task.AsTask().GetAwaiter().GetResult();

    /// <summary>A photo between two stages.</summary>
    /// <remarks>An object: channels of structures are compiled anew in every process, some 200 methods.</remarks>
    private sealed record Step<T>(int Number, TItem Item, T? Value, Exception? Error);
}
