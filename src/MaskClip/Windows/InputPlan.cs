
using MaskClip.Towers;

namespace MaskClip.Windows;

/// <summary>Decides at which sizes and in which windows a photo is embedded.</summary>
/// <param name="options">Long side, sides, windows, flip, scales.</param>
/// <param name="size">Short side in pixels.</param>
/// <param name="divisor">What the model divides sides by.</param>
/// <param name="cell">Pixels per grid cell.</param>
/// <param name="first">The pixel on which the grid's first position sits; <see langword="null"/> for the middle of its cell.</param>
/// <param name="cellsOf">
/// Cells of a side of so many pixels, where the model takes it as it is; <see langword="null"/> where a model takes multiples of the
/// divisor only.
/// </param>
internal sealed class InputPlan(
    PhotoOptions options, int size, int divisor, int cell, double? first = null, Func<int, int?>? cellsOf = null)
{
    private const int FineStride = 16;

    /// <summary>
    /// Input pixels per grid cell: a transformer's patch size; for a ResNet what is asked for, else finer than it was trained with.
    /// </summary>
    public static int OutputStride(ImageTowerConfig image, PhotoOptions options, Compatibility compatibility)
    {
        if (!image.HasOutputStride) return image.Stride;
        return options.OutputStride ?? (compatibility == Compatibility.Released ? ModifiedResNetConfig.TrainedStride : FineStride);
    }

    /// <summary>Checks that the sizes fit the model.</summary>
    /// <exception cref="OptionsException">The long side is shorter than the short one, or windows are of a size that the model cannot
    /// take.</exception>
    public void Validate()
    {
        if (options.LongSide < size)
        {
            throw new OptionsException(
                $"The long side is {options.LongSide}, shorter than the size of {size} that this model takes; at least {size} is allowed.");
        }

        if (options.Windows is { } windows && windows.Crop % divisor != 0)
        {
            int near = Math.Max(1, (windows.Crop + divisor / 2) / divisor) * divisor;
            throw new OptionsException(
                $"The windows' crop is {windows.Crop}; for this model it must be a multiple of {divisor}, such as {near}.");
        }
    }

    /// <summary>The passes of a photo, the first at factor <see cref="PhotoOptions.Scales"/>' first and not mirrored.</summary>
    public IReadOnlyList<PassPlan> Passes(int width, int height)
    {
        var passes = new List<PassPlan>();
        foreach (double scale in options.Scales)
        {
            var (inputWidth, inputHeight) = Size(width, height, scale);
            var pass = new PassPlan(
                Axis(inputWidth),
                Axis(inputHeight),
                Mirrored: false,
                Direct: options.Windows is null && options.Sides == InputSides.NearestMultiple);
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
        var axis = options.Windows is null
            ? WindowAxis.Whole(input, divisor, cell)
            : WindowAxis.Sliding(input, options.Windows, divisor, cell);
        // Nothing is padded that the model takes as it is: released ResNets see the photo alone, only transformers pad.
        if (axis.Length == input && cellsOf?.Invoke(input) is { } cells) axis = axis with { Padded = input, Cells = cells };
        return first is { } pixel ? axis with { Shift = 0.5 - (pixel + 0.5) / cell } : axis;
    }

    private int Multiple(double length) => Math.Max(1, (int)Math.Round(length / divisor, MidpointRounding.AwayFromZero)) * divisor;
}
