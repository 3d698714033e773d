namespace MaskClip.Windows;

/// <summary>How one side of a resized photo is cut into windows. A photo taken as a whole is one window.</summary>
/// <param name="Input">Pixels of the resized photo.</param>
/// <param name="Length">Pixels of it that one window covers.</param>
/// <param name="Padded">Pixels that the engine is given for a window: <paramref name="Length"/>, and zeros up to what the model
/// divides.</param>
/// <param name="Cells">Grid cells of a window.</param>
/// <param name="Starts">Where windows begin, ascending.</param>
internal sealed record WindowAxis(int Input, int Length, int Padded, int Cells, IReadOnlyList<int> Starts)
{
    /// <summary>
    /// How many cells the grid's positions sit before the middle of their cells: 0 for patches, nearly half a cell where position i sits on
    /// pixel i · cell.
    /// </summary>
    public double Shift { get; init; }

    /// <summary>Whether two sides are cut alike.</summary>
    public bool Equals(WindowAxis? other) => other is not null
        && (Input, Length, Padded, Cells, Shift) == (other.Input, other.Length, other.Padded, other.Cells, other.Shift)
            && Starts.SequenceEqual(other.Starts);

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Input, Length, Padded, Cells, Starts.Count);

    /// <summary>The whole side as one window, padded if it is not a multiple of <paramref name="divisor"/>.</summary>
    /// <param name="input">Pixels.</param>
    /// <param name="divisor">What the model divides sides by.</param>
    /// <param name="cell">Pixels per grid cell.</param>
    public static WindowAxis Whole(int input, int divisor, int cell)
    {
        int padded = (input + divisor - 1) / divisor * divisor;
        return new WindowAxis(input, input, padded, padded / cell, [0]);
    }

    /// <summary>Windows as in mmsegmentation's <c>slide_inference</c>: the last one is moved back to the border.</summary>
    /// <param name="input">Pixels.</param>
    /// <param name="windows">Crop and stride.</param>
    /// <param name="divisor">What the model divides sides by.</param>
    /// <param name="cell">Pixels per grid cell.</param>
    public static WindowAxis Sliding(int input, SlidingWindows windows, int divisor, int cell)
    {
        if (input <= windows.Crop) return Whole(input, divisor, cell);
        int count = (input - windows.Crop + windows.Stride - 1) / windows.Stride + 1;
        int last = input - windows.Crop;
        return new WindowAxis(
            input,
            windows.Crop,
            windows.Crop,
            windows.Crop / cell,
            [.. Enumerable.Range(0, count).Select(i => Math.Min(i * windows.Stride, last))]);
    }
}
