using System.ComponentModel.DataAnnotations;
using System.Globalization;
using MaskClip.Scores;
using MaskClip.Towers;

namespace MaskClip;

/// <summary>How a photo is embedded: which method, at which size, in which windows.</summary>
/// <remarks>
/// A loaded model takes them with every photo (<see cref="Segmenter.Embed(RgbImage, PhotoOptions?, CancellationToken)"/>), so that method
/// and size can change without loading it again. They are copied by the call that takes them: later changes do not reach it.
/// Change them from one thread at a time.
/// </remarks>
public sealed record PhotoOptions
{
    // One list for all, so that options that were not changed are equal.
    private static readonly double[] OnlyOne = [1];

    /// <summary>The smallest size, in pixels.</summary>
    internal const int MinSize = 32;

    private const int MaxSize = 8192, MaxLongSide = 65_536, MaxScales = 16;
    private const double MinScale = 0.1, MaxScale = 8;

    /// <summary>
    /// What the last block does; see <see cref="Segmenter.Methods"/>. A method's own settings follow its name, as in
    /// <c>naclip:sigma=7,mlp=on</c>.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: by model (<c>maskclip</c> for CLIP).</value>
    public string? Method { get; set; }

    /// <summary>Short side, in pixels, to which photos are resized before they are embedded; the ratio is kept.</summary>
    /// <value>
    /// 32 to 8192. The default value is <see langword="null"/>: by model (448, or the size of the images it was trained on where that is
    /// larger; for models trained on 128 to 223 pixels that size, and 224 for those trained on less).
    /// </value>
    [Range(MinSize, MaxSize)]
    public int? Size { get; set; }

    /// <summary>
    /// The maximum of the long side in pixels; photos that would be longer are made smaller than <see cref="Size"/> says.
    /// </summary>
    /// <value>
    /// 32 to 65536. The default value is <see langword="null"/>: no limit. mmsegmentation's <c>img_scale=(2048, 512), keep_ratio=True</c>
    /// is a <see cref="Size"/> of 512 and a long side of 2048.
    /// </value>
    [Range(MinSize, MaxLongSide)]
    public int? LongSide { get; set; }

    /// <summary>How photos are resized.</summary>
    /// <value>The default value is <see cref="InputResize.Bicubic"/>.</value>
    [EnumDataType(typeof(InputResize))]
    public InputResize Resize { get; set; }

    /// <summary>
    /// What happens when the resized photo's sides are not multiples of what the model divides by. With <see cref="Windows"/> this is moot.
    /// </summary>
    /// <value>The default value is <see cref="InputSides.NearestMultiple"/>.</value>
    [EnumDataType(typeof(InputSides))]
    public InputSides Sides { get; set; }

    /// <summary>Windows that slide over the resized photo, instead of the photo as a whole: finer masks of large photos.</summary>
    /// <value>The default value is <see langword="null"/>: the photo as a whole.</value>
    public SlidingWindows? Windows { get; set; }

    /// <summary>Whether every photo is embedded mirrored too, and the probabilities of both are averaged. Doubles the time.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool Flip { get; set; }

    /// <summary>
    /// Factors of <see cref="Size"/> and <see cref="LongSide"/> at which photos are embedded; probabilities are averaged over them.
    /// </summary>
    /// <value>One to sixteen factors of 0.1 to 8; the default value is 1 alone.</value>
    public IReadOnlyList<double> Scales { get; set; } = OnlyOne;

    /// <summary>Input pixels per grid cell of a ResNet: 32, 16 or 8. A vision transformer's is its patch size.</summary>
    /// <value>The default value is <see langword="null"/>: 16, and 32 with <see cref="Compatibility.Released"/>.</value>
    [AllowedValues(null, 32, 16, 8)]
    public int? OutputStride { get; set; }

    /// <summary>
    /// Whether keys are computed with the features. <see cref="SegmentationOptions.KeySmoothing"/> needs them; they cost about one percent.
    /// </summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool Keys { get; set; } = true;

    /// <summary>A text that two options share when they embed alike.</summary>
    internal string ToKey() => string.Create(
        CultureInfo.InvariantCulture,
        $"{Method} {Size} {LongSide} {Resize} {Sides} {Windows} {Flip} " +
        $"{string.Join(',', Scales.Select(scale => scale.ToString("R", CultureInfo.InvariantCulture)))} {OutputStride} {Keys}");

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionsException">One or more are out of range; all are named.</exception>
    public void Validate()
    {
        List<string> errors = [];
        Validate(errors);
        OptionsException.ThrowIfAny("These options are out of range", errors);
    }

    /// <summary>Adds what is wrong with the values.</summary>
    internal void Validate(List<string> errors)
    {
        if (Size is < MinSize or > MaxSize) errors.Add($"the size is {Size}; {MinSize} to {MaxSize} pixels are allowed");
        if (LongSide is < MinSize or > MaxLongSide)
            errors.Add($"the long side is {LongSide}; {MinSize} to {MaxLongSide} pixels are allowed");
        if (LongSide < Size) errors.Add($"the long side is {LongSide}, shorter than the size of {Size}; at least that is allowed");
        OptionsException.CheckDefined(errors, "resize", Resize);
        OptionsException.CheckDefined(errors, "treatment of sides", Sides);
        if (Method is not null) CheckMethod(Method, errors);
        Windows?.Validate(errors);
        if (Scales is null or { Count: 0 or > MaxScales } || Scales.Any(factor => factor is not (>= MinScale and <= MaxScale)))
        {
            errors.Add(
                $"the scales are {(Scales is null ? "missing" : string.Join(", ", Scales))}; one to sixteen factors of 0.1 to 8 are " +
                $"allowed");
        }

        if (OutputStride is not (null or 32 or 16 or 8)) errors.Add($"the output stride is {OutputStride}; 32, 16 and 8 are allowed");
    }

    private static void CheckMethod(string method, List<string> errors)
    {
        try
        {
            DenseMethods.Parse(method);
        }
        catch (OptionsException error)
        {
            errors.Add(error.Message.TrimEnd('.'));
        }
    }
}
