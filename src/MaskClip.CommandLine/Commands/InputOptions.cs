using System.CommandLine;
using System.Globalization;
using MaskClip.CommandLine.Settings;

namespace MaskClip.CommandLine.Commands;

/// <summary>At which size, in which windows and how often a photo is embedded, shared by the verbs that embed photos.</summary>
public sealed class InputOptions
{
    private readonly Option<int?> size = new("--size")
    {
        Description = "Short side in pixels at which photos are embedded. Default: by model.",
        HelpName = "pixels",
    };
    private readonly Option<int?> longSide = new("--long-side")
    {
        Description = "Maximum length of the long side, in pixels; longer photos are embedded at less than --size.",
        HelpName = "pixels",
    };
    private readonly Option<string> resize = new("--resize")
    {
        Description = "bicubic: as CLIP was trained (Pillow's); opencv-bilinear: as the papers' evaluations (cv2's).",
        DefaultValueFactory = _ => "bicubic",
    };
    private readonly Option<string> sides = new("--sides")
    {
        Description = "Sides that the model does not divide: nearest multiple, or pad (mmsegmentation's).",
        DefaultValueFactory = _ => "nearest",
    };
    private readonly Option<string> windows = new("--windows")
    {
        Description = "Slide windows of CROP pixels every STRIDE pixels over the resized photo, as in 224/112; none for whole photos.",
        HelpName = "crop/stride",
    };
    private readonly Option<bool> flip = new("--flip") { Description = "Embed every photo mirrored too and average. Doubles the time." };
    private readonly Option<string> scales = new("--scales")
    {
        Description = "Embed every photo at several factors of its size and average, as in 0.75,1,1.25.",
        DefaultValueFactory = _ => "1",
        HelpName = "factors",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [size, longSide, resize, sides, windows, flip, scales];

    /// <summary>The library's options with the values that were given.</summary>
    public SegmenterOptions Apply(SegmenterOptions options, ParseResult result) => options with { Photos = Apply(options.Photos, result) };

    private PhotoOptions Apply(PhotoOptions options, ParseResult result) => options with
    {
        Size = result.Or(size, options.Size),
        LongSide = result.Or(longSide, options.LongSide),
        Resize = result.Or(resize, options.Resize, text => text.ToLowerInvariant() switch
        {
            "bicubic" => InputResize.Bicubic,
            "opencv-bilinear" => InputResize.OpenCvBilinear,
            var other => throw new UsageException($"--resize is '{other}'; bicubic and opencv-bilinear are allowed."),
        }),
        Sides = result.Or(sides, options.Sides, text => text.ToLowerInvariant() switch
        {
            "nearest" or "nearest-multiple" => InputSides.NearestMultiple,
            "pad" => InputSides.Pad,
            var other => throw new UsageException($"--sides is '{other}'; nearest and pad are allowed."),
        }),
        Windows = result.Or(windows, options.Windows, ReadWindows),
        Flip = result.Or(flip, options.Flip),
        Scales = result.Or(scales, options.Scales, text => ReadScales(scales.Name, text)),
    };

    private static SlidingWindows? ReadWindows(string text)
    {
        if (text.Equals("none", StringComparison.OrdinalIgnoreCase)) return null;
        return text.Split('/') is [var crop, var stride] && TryRead(crop, out int cropPixels) && TryRead(stride, out int stridePixels)
            ? new SlidingWindows(cropPixels, stridePixels)
            : throw new UsageException($"--windows is '{text}'; crop and stride in pixels are expected, as in 224/112, or none.");
    }

    /// <summary>Factors of a size, separated by commas.</summary>
    /// <param name="option">The option that they were given to.</param>
    /// <param name="text">The option's value.</param>
    /// <exception cref="UsageException">One is not a number.</exception>
    public static IReadOnlyList<double> ReadScales(string option, string text) =>
        [.. text.Split(',').Select(factor => double.TryParse(factor, NumberStyles.Float, CultureInfo.InvariantCulture, out double value)
            ? value
            : throw new UsageException($"{option} is '{text}'; factors separated by commas are expected, as in 0.75,1,1.25."))];

    private static bool TryRead(string text, out int value) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
