
using MaskClip.Storage;

namespace MaskClip.Model;

/// <summary>The image towers of one model that are open: one for each method, output stride, and with keys or without.</summary>
/// <remarks>
/// Their weights are the same mapped file; what each adds is the engine's own. More than a few are not kept in memory: the least recently
/// used is released, and opened again by its next photo. Safe to use and to dispose from several threads; nobody waits for a tower that
/// someone else opens.
/// </remarks>
/// <param name="model">The model.</param>
internal sealed class ImageTowers(VisionLanguageModel model) : IDisposable
{
    /// <summary>Towers that hold memory of the engine at most.</summary>
    public const int MaxOpen = 4;

    private readonly Lock gate = new();
    // the most recently used last
    private readonly List<((string Id, bool Keys, int Stride) Key, OpenedOnce<ImageTower> Tower)> towers = [];
    private bool disposed;

    /// <summary>A tower, opened when it is first asked for.</summary>
    /// <param name="last">The method.</param>
    /// <param name="keys">Whether keys are wanted too.</param>
    /// <param name="outputStride">Input pixels per grid cell.</param>
    /// <param name="loading">Who waits for it.</param>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public ImageTower Get(LastBlock last, bool keys, int outputStride, Loading loading = default)
    {
        var key = (last.Id, keys, outputStride);
        OpenedOnce<ImageTower> tower;
        ImageTower? released = null;
        lock (gate)
        {
            if (disposed) throw new ObjectDisposedException(null, Lease.Refusal);
            int at = towers.FindIndex(one => one.Key == key);
            tower = at < 0 ? new(() => Open(last, keys, outputStride, loading)) : towers[at].Tower;
            if (at >= 0) towers.RemoveAt(at);
            towers.Add((key, tower));
            if (towers.Count > MaxOpen) released = towers[^(MaxOpen + 1)].Tower.Opened;
        }

        released?.Release();
        return tower.Get(loading.Cancellation);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            disposed = true;
            foreach (var (_, tower) in towers) tower.Dispose();
            towers.Clear();
        }
    }

    private ImageTower Open(LastBlock last, bool keys, int outputStride, Loading loading)
    {
        model.CheckMethod(last);
        var encoder = model.CreateImageEncoder(last, keys, outputStride, loading: loading);
        try
        {
            return new ImageTower(encoder, last.NeedsSecondPass ? model.CreateSecondPass(last) : null);
        }
        catch
        {
            encoder.Dispose();
            throw;
        }
    }
}
