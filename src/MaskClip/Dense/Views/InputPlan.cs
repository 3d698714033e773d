namespace MaskClip.Dense;

/// <summary>Decides at which sizes and in which windows a photo is embedded.</summary>
/// <param name="options">Long side, sides, windows, flip, scales.</param>
/// <param name="size">Short side in pixels.</param>
/// <param name="divisor">What the model divides sides by.</param>
/// <param name="cell">Pixels per grid cell.</param>
/// <param name="first">The pixel on which the grid's first position sits; <see langword="null"/> for the middle of its cell.</param>
internal sealed class InputPlan(SegmenterOptions options, int size, int divisor, int cell, double? first = null)
{
    /// <summary>The passes of a photo, the first at factor <see cref="SegmenterOptions.Scales"/>' first and not mirrored.</summary>
    public IReadOnlyList<PassPlan> Passes(int width, int height)
    {
        var passes = new List<PassPlan>();
        foreach (double scale in options.Scales)
        {
            var (inputWidth, inputHeight) = Size(width, height, scale);
            var pass = new PassPlan(Axis(inputWidth), Axis(inputHeight), Mirrored: false, Direct: options.Windows is null && options.Sides == InputSides.NearestMultiple);
            passes.Add(pass);
            if (options.Flip) passes.Add(pass with { Mirrored = true });
        }

        return passes;
    }

    /// <summary>The size to which a photo is resized, before padding.</summary>
    /// <param name="width">The photo's width.</param>
    /// <param name="height">The photo's height.</param>
    /// <param name="scale">The pass's factor of size and long side.</param>
    public (int Width, int Height) Size(int width, int height, double scale)
    {
        // mmsegmentation cuts the scaled sizes to whole pixels, and mmcv's rescale_size rounds the sides so (a half goes up).
        double factor = (double)(int)(size * scale) / Math.Min(width, height);
        if (options.LongSide is { } longSide) factor = Math.Min((double)(int)(longSide * scale) / Math.Max(width, height), factor);
        return options.Windows is null && options.Sides == InputSides.NearestMultiple
            ? (Multiple(width * factor), Multiple(height * factor))
            : (Math.Max(1, (int)(width * factor + 0.5)), Math.Max(1, (int)(height * factor + 0.5)));
    }

    private WindowAxis Axis(int input)
    {
        var axis = options.Windows is null ? WindowAxis.Whole(input, divisor, cell) : WindowAxis.Sliding(input, options.Windows, divisor, cell);
        return first is { } pixel ? axis with { Shift = 0.5 - (pixel + 0.5) / cell } : axis;
    }

    private int Multiple(double length) => Math.Max(1, (int)Math.Round(length / divisor, MidpointRounding.AwayFromZero)) * divisor;
}
