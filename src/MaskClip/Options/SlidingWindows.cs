namespace MaskClip;

/// <summary>Windows that slide over the resized photo and are embedded one by one; where they overlap their scores are averaged.</summary>
/// <remarks>
/// Laid out as in mmsegmentation's <c>slide_inference</c>: from the top left every <paramref name="Stride"/> pixels; the last window of a
/// row or column is moved back until it ends at the border. A photo smaller than a window is padded as by <see cref="InputSides.Pad"/>.
/// Nothing changes them after they were made: safe to share between threads.
/// </remarks>
/// <param name="Crop">A window's side in pixels of the resized photo: a multiple of what the model divides by (224 in most papers).</param>
/// <param name="Stride">Pixels from one window to the next, 1 to <paramref name="Crop"/> (112 in most papers).</param>
public sealed record SlidingWindows(int Crop, int Stride)
{
    /// <summary>Adds what is wrong with the numbers, as far as it can be told without a model.</summary>
    internal void Validate(List<string> errors)
    {
        if (Crop is < 8 or > 4096) errors.Add($"the windows' crop is {Crop}; 8 to 4096 pixels are allowed");
        else if (Stride < 1 || Stride > Crop) errors.Add($"the windows' stride is {Stride}; 1 to the crop's {Crop} pixels are allowed");
    }
}
