namespace MaskClip.Dense;

/// <summary>Embeds the windows of one photo when they are asked for, and says how far it is.</summary>
/// <param name="encoder">Resizes and embeds.</param>
/// <param name="photo">The photo.</param>
/// <param name="plans">Its passes.</param>
/// <param name="progress">Told the share of windows that are embedded, 0..1.</param>
/// <param name="cancellationToken">Stops the engine.</param>
internal sealed class WindowFeed(PhotoEncoder encoder, RgbImage photo, IReadOnlyList<PassPlan> plans, IProgress<double>? progress, CancellationToken cancellationToken)
{
    private readonly Dictionary<(int, int), RgbImage> inputs = [];
    private int done;

    /// <summary>How often every window will be asked for, as far as is known.</summary>
    public int Rounds { get; set; } = 1;

    /// <summary>Embeds all windows: features by pass, row of windows and window.</summary>
    public GridFeatures[][][] All() => [.. plans.Select(plan => Enumerable.Range(0, plan.Rows.Starts.Count).Select(row => Row(plan, row)).ToArray())];

    /// <summary>Embeds a row of a pass's windows.</summary>
    public GridFeatures[] Row(PassPlan plan, int row)
    {
        // Passes of one size, mirrored or not, share the resized photo.
        var size = (plan.Columns.Input, plan.Rows.Input);
        if (!inputs.TryGetValue(size, out var input)) inputs.Add(size, input = encoder.Resize(photo, plan));
        var windows = encoder.EmbedRow(input, plan, row, cancellationToken);
        done += windows.Length;
        progress?.Report(Math.Min(1, (double)done / Rounds / plans.Sum(one => one.Windows)));
        return windows;
    }
}
