namespace MaskClip.Windows;

/// <summary>
/// One way in which a photo is embedded: at a size, mirrored or not, in windows or as a whole. A photo's scores are the mean over its
/// passes.
/// </summary>
/// <param name="Columns">The resized photo's width, cut into windows.</param>
/// <param name="Rows">The resized photo's height, cut into windows.</param>
/// <param name="Mirrored">Whether the photo is embedded mirrored.</param>
/// <param name="Direct">
/// Whether scores go from the grid to the photo in one step. Otherwise they are resized to the input first, as in mmsegmentation, where
/// windows are averaged.
/// </param>
internal sealed record PassPlan(WindowAxis Columns, WindowAxis Rows, bool Mirrored, bool Direct)
{
    /// <summary>Number of windows.</summary>
    public int Windows => Columns.Starts.Count * Rows.Starts.Count;

    /// <summary>Grid positions of all windows.</summary>
    public long Positions => (long)Windows * Columns.Cells * Rows.Cells;
}
