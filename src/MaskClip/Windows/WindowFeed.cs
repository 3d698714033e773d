using MaskClip.Storage;

namespace MaskClip.Windows;

/// <summary>Embeds the windows of one photo when they are asked for, and says how far it is.</summary>
/// <param name="encoder">Embeds.</param>
/// <param name="photo">The photo.</param>
/// <param name="progress">Told the share of windows that are embedded, 0..1.</param>
/// <param name="cancellationToken">Stops the engine.</param>
internal sealed class WindowFeed(
    PhotoEncoder encoder, PreparedPhoto photo, IProgress<double>? progress, CancellationToken cancellationToken)
    : IDisposable
{
    private readonly RentedBuffers buffers = new();
    private int done;

    /// <summary>How often every window will be asked for, as far as is known.</summary>
    public int Rounds { get; set; } = 1;

    /// <summary>Embeds all windows: features by pass, row of windows and window.</summary>
    /// <param name="rented">What features are written into until it is disposed; <see langword="null"/> allocates.</param>
    public GridFeatures[][][] All(RentedBuffers? rented) =>
        [.. photo.Plans.Select(plan => Enumerable.Range(0, plan.Rows.Starts.Count).Select(row => Row(plan, row, rented)).ToArray())];

    /// <summary>Embeds a row of a pass's windows; its features last until the next row is asked for.</summary>
    public GridFeatures[] Next(PassPlan plan, int row)
    {
        buffers.Dispose();
        return Row(plan, row, buffers);
    }

    /// <inheritdoc/>
    public void Dispose() => buffers.Dispose();

    private GridFeatures[] Row(PassPlan plan, int row, RentedBuffers? rented)
    {
        var windows = encoder.EmbedRow(photo.Input(plan), plan, row, rented, cancellationToken);
        done += windows.Length;
        progress?.Report(Math.Min(1, (double)done / Rounds / photo.Plans.Sum(one => one.Windows)));
        return windows;
    }
}
