using System.Globalization;
using System.Text.Json.Nodes;

namespace MaskClip.Label.Workers;

/// <summary>
/// Has shards labeled by a worker that may die. The photo that kills it is found by halving those that were under way, and set aside.
/// </summary>
/// <param name="start">Starts a worker that knows the job.</param>
internal sealed class ShardWork(Func<CancellationToken, Task<WorkerProcess>> start) : IAsyncDisposable
{
    private const int MaxDeaths = 5, MaxStarts = 10, Proofs = 2;

    private WorkerProcess? worker;

    /// <summary>Is told of each photo that is done, and whether it has labels.</summary>
    public Action<bool> Ended { get; init; } = _ => { };

    /// <summary>Is told of a photo that kills the process, by its number in its shard.</summary>
    public Action<int, int> SetAside { get; init; } = (_, _) => { };

    /// <summary>Is told that the photos of a shard are begun anew, so many of which were told to be done.</summary>
    public Action<int> BegunAnew { get; init; } = _ => { };

    /// <summary>Labels a shard.</summary>
    /// <param name="shard">Its number.</param>
    /// <param name="cancellationToken">Stops the work; the worker is ended when this is disposed.</param>
    /// <returns>How many photos have no labels.</returns>
    /// <exception cref="IOException">The process dies again and again, and no photo alone does it.</exception>
    public async Task<long> LabelAsync(int shard, CancellationToken cancellationToken)
    {
        var excluded = new JsonObject();
        for (int deaths = 0; ;)
        {
            var underWay = new SortedSet<int>();
            int ended = 0;
            try
            {
                var running = await WorkerAsync(cancellationToken);
                var done = await running.AskAsync(
                    new JsonObject { ["shard"] = shard, ["excluded"] = excluded.DeepClone() },
                    said =>
                    {
                        if (said["start"] is { } begun)
                        {
                            underWay.Add(begun.GetValue<int>());
                            return;
                        }

                        underWay.Remove(said["end"]!.GetValue<int>());
                        ended++;
                        Ended(said["ok"]!.GetValue<bool>());
                    },
                    cancellationToken);
                return done["failed"]!.GetValue<long>();
            }
            catch (WorkerDiedException died)
            {
                await EndAsync();
                BegunAnew(ended);
                if (await FindAsync(shard, [.. underWay], cancellationToken) is { } culprit)
                {
                    excluded[culprit.ToString(CultureInfo.InvariantCulture)] =
                        $"{died.Message} It dies of this photo alone too, which was set aside.";
                    SetAside(shard, culprit);
                    deaths = 0;
                }
                else if (++deaths == MaxDeaths)
                {
                    throw new IOException(
                        $"{died.Message} It died {deaths} times in shard {shard}, and of no photo alone. Look for what ends it (a " +
                        "lack of memory?); the job goes on from here when it is run again.",
                        died);
                }
            }
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await EndAsync();

    // The kinds of the world that end a process are many, so a photo is the cause only where it is proven by itself.
    private async Task<int?> FindAsync(int shard, int[] suspects, CancellationToken cancellationToken)
    {
        if (suspects.Length == 0 || !await DiesAsync(shard, suspects, cancellationToken)) return null;
        while (suspects.Length > 1)
        {
            var half = suspects[..(suspects.Length / 2)];
            suspects = await DiesAsync(shard, half, cancellationToken) ? half : suspects[half.Length..];
        }

        for (int i = 0; i < Proofs; i++)
        {
            if (!await DiesAsync(shard, suspects, cancellationToken)) return null;
        }

        return suspects[0];
    }

    private async Task<bool> DiesAsync(int shard, int[] numbers, CancellationToken cancellationToken)
    {
        for (int i = 0; ; i++)
        {
            bool isBegun = false;
            try
            {
                var running = await WorkerAsync(cancellationToken);
                await running.AskAsync(
                    new JsonObject
                    {
                        ["try"] = shard,
                        ["numbers"] = new JsonArray([.. numbers.Select(number => JsonValue.Create(number))]),
                    },
                    said => isBegun |= said["start"] is not null,
                    cancellationToken);
                return false;
            }
            catch (WorkerDiedException) when (isBegun || i < MaxStarts)
            {
                await EndAsync();
                if (isBegun) return true;
            }
        }
    }

    private async Task<WorkerProcess> WorkerAsync(CancellationToken cancellationToken)
    {
        for (int i = 1; worker is null; i++)
        {
            try
            {
                worker = await start(cancellationToken);
            }
            catch (WorkerDiedException) when (i < MaxStarts)
            {
                // Killed while it was loading its model.
            }
        }

        return worker;
    }

    private async Task EndAsync()
    {
        if (worker is { } running) await running.DisposeAsync();
        worker = null;
    }
}
