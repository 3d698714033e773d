using MaskClip.Clip;
using MaskClip.Dense;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MaskClip;

/// <summary>How a model is loaded and photos are embedded.</summary>
/// <remarks>Nothing changes them after they were made: safe to share between threads, as long as nobody changes a list inside.</remarks>
public sealed record SegmenterOptions
{
    // One list for all, so that options that were not changed are equal.
    private static readonly double[] OnlyOne = [1];

    /// <summary>
    /// What the last block does; see <see cref="Segmenter.Methods"/>. A method's own settings follow its name, as in <c>naclip:sigma=7,mlp=on</c>.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: by model (<c>maskclip</c> for CLIP).</value>
    public string? Method { get; init; }

    /// <summary>Short side, in pixels, to which photos are resized before they are embedded; the ratio is kept.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: by model (448, or the size of the images it was trained on where that is larger; for
    /// models trained on 128 to 223 pixels that size, and 224 for those trained on less).
    /// </value>
    public int? Size { get; init; }

    /// <summary>The most pixels of the long side; photos that would be longer are made smaller than <see cref="Size"/> says.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: no limit. mmsegmentation's <c>img_scale=(2048, 512), keep_ratio=True</c> is a
    /// <see cref="Size"/> of 512 and a long side of 2048.
    /// </value>
    public int? LongSide { get; init; }

    /// <summary>How photos are resized.</summary>
    /// <value>The default value is <see cref="InputResize.Bicubic"/>.</value>
    public InputResize Resize { get; init; }

    /// <summary>What happens when the resized photo's sides are no multiples of what the model divides by. With <see cref="Windows"/> this is moot.</summary>
    /// <value>The default value is <see cref="InputSides.NearestMultiple"/>.</value>
    public InputSides Sides { get; init; }

    /// <summary>Windows that slide over the resized photo, instead of the photo as a whole: finer masks of large photos.</summary>
    /// <value>The default value is <see langword="null"/>: the photo as a whole.</value>
    public SlidingWindows? Windows { get; init; }

    /// <summary>Whether every photo is embedded mirrored too, and the probabilities of both are averaged. Doubles the time.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool Flip { get; init; }

    /// <summary>Factors of <see cref="Size"/> and <see cref="LongSide"/> at which photos are embedded; probabilities are averaged over them.</summary>
    /// <value>One to sixteen factors of 0.1 to 8; the default value is 1 alone.</value>
    public IReadOnlyList<double> Scales { get; init; } = OnlyOne;

    /// <summary>Input pixels per grid cell of a ResNet: 32, 16 or 8. A vision transformer's is its patch size.</summary>
    /// <value>The default value is 16, and 32 with <see cref="Compatibility.Released"/>.</value>
    public int? OutputStride { get; init; }

    /// <summary>The sentences that names are put into.</summary>
    /// <value>The default value is <see langword="null"/>: by model (<see cref="PromptTemplates.MaskClip"/>, the paper's 85, for CLIP).</value>
    public PromptTemplates? Templates { get; init; }

    /// <summary>How synonyms become one score.</summary>
    /// <value>The default value is <see langword="null"/>: by model (<see cref="SynonymMode.Average"/> for CLIP).</value>
    public SynonymMode? Synonyms { get; init; }

    /// <summary>Whose conventions to follow where the released code departs from CLIP.</summary>
    /// <value>The default value is <see cref="Compatibility.Clip"/>.</value>
    public Compatibility Compatibility { get; init; }

    /// <summary>The MLPs' activation, if not what the model's configuration says.</summary>
    /// <value>The default value is <see langword="null"/>: from the configuration, else QuickGELU.</value>
    public Activation? Activation { get; init; }

    /// <summary>What the model's layers compute with. The first time with <see cref="Precision.Int8"/>, layers are chosen, which takes up to minutes; the choice is kept.</summary>
    /// <value>The default value is <see cref="Precision.Float32"/>.</value>
    public Precision Precision { get; init; }

    /// <summary>Whether keys are computed with the features. <see cref="SegmentationOptions.KeySmoothing"/> needs them; they cost about one percent.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool Keys { get; init; } = true;

    /// <summary>Threads of the engine for a photo. With fewer than there are cores <see cref="Segmenter.SegmentFilesAsync"/> embeds several photos at once, which is faster (docs/benchmarks.md).</summary>
    /// <value>The default value is 0: one per core.</value>
    public int Threads { get; init; }

    /// <summary>
    /// Where the engine computes: <c>cpu</c>, <c>cuda</c>, <c>directml</c> or <c>coreml</c>; with several cards <c>cuda:1</c>. All but the processor need a
    /// native package of ONNX Runtime that has them (build property <c>OnnxRuntimePackage</c>).
    /// </summary>
    /// <value>The default value is <c>cpu</c>.</value>
    public string Device { get; init; } = "cpu";

    /// <summary>Where built graphs and text embeddings are kept.</summary>
    /// <value>The default value is <c>MASKCLIP_HOME</c>, else <c>maskclip</c> in the user's cache folder.</value>
    public string CacheFolder { get; init; } = Storage.CacheFolder.Default;

    /// <summary>Receives warnings (a guessed activation, a text that was cut).</summary>
    /// <value>The default value logs nowhere.</value>
    public ILogger Logger { get; init; } = NullLogger.Instance;

    /// <summary>Checks the values.</summary>
    /// <exception cref="OptionsException">One or more are out of range; all are named.</exception>
    internal void Validate()
    {
        List<string> errors = [];
        Validate(errors);
        OptionsException.ThrowIfAny("These options are out of range", errors);
    }

    /// <summary>Adds what is wrong with the values.</summary>
    internal void Validate(List<string> errors)
    {
        if (Size is < 32 or > 8192) errors.Add($"the size is {Size}; 32 to 8192 pixels are allowed");
        if (LongSide is < 32 or > 65_536) errors.Add($"the long side is {LongSide}; 32 to 65536 pixels are allowed");
        if (LongSide < Size) errors.Add($"the long side is {LongSide}, shorter than the size of {Size}; at least that is allowed");
        OptionsException.CheckDefined(errors, "resize", Resize);
        OptionsException.CheckDefined(errors, "treatment of sides", Sides);
        OptionsException.CheckDefined(errors, "compatibility", Compatibility);
        OptionsException.CheckDefined(errors, "precision", Precision);
        if (Synonyms is { } mode) OptionsException.CheckDefined(errors, "synonym mode", mode);
        if (Activation is { } activation) OptionsException.CheckDefined(errors, "activation", activation);
        if (Method is not null) CheckMethod(Method, errors);
        Windows?.Validate(errors);
        if (Scales is null or { Count: 0 or > 16 } || Scales.Any(factor => factor is not (>= 0.1 and <= 8)))
        {
            errors.Add($"the scales are {(Scales is null ? "missing" : string.Join(", ", Scales))}; one to sixteen factors of 0.1 to 8 are allowed");
        }

        if (OutputStride is not (null or 32 or 16 or 8)) errors.Add($"the output stride is {OutputStride}; 32, 16 and 8 are allowed");
        if (Threads is < 0 or > 1024) errors.Add($"{Threads} threads; 0 (one per core) to 1024 are allowed");
        if (EngineDevice.Find(Device, errors) is { IsCpu: false } device && Precision == Precision.Int8)
        {
            errors.Add($"int8 computes on the processor and the device is '{device}'; use fp32 there");
        }

        if (string.IsNullOrWhiteSpace(CacheFolder)) errors.Add("the cache folder is missing; the path of a folder is needed");
        if (Logger is null) errors.Add("the logger is missing; NullLogger.Instance logs nowhere");
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
