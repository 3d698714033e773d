using System.ComponentModel.DataAnnotations;
using MaskClip.Engine;
using MaskClip.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace MaskClip;

/// <summary>How a model is loaded, and how it embeds where a call does not say otherwise.</summary>
/// <remarks>They are copied when a model is loaded: later changes do not reach it. Change them from one thread at a time.</remarks>
public sealed record SegmenterOptions
{
    private const int MaxThreads = 1024;
    private const long MinMemory = 1 << 20;

    /// <summary>The limit of time where nothing else is said; long enough for hundreds of windows of a large model on one core.</summary>
    internal static readonly TimeSpan DefaultMaxPhotoTime = TimeSpan.FromHours(1);

    // What a timer can wait.
    private static readonly TimeSpan MinTime = TimeSpan.FromMilliseconds(1), MaxTime = TimeSpan.FromDays(24);

    /// <summary>How photos are embedded where a call does not say otherwise.</summary>
    public PhotoOptions Photos { get; set; } = new();

    /// <summary>How names are embedded where a call does not say otherwise.</summary>
    public TextOptions Texts { get; set; } = new();

    /// <summary>Whose conventions to follow where the released code departs from CLIP.</summary>
    /// <value>The default value is <see cref="Compatibility.Clip"/>.</value>
    [EnumDataType(typeof(Compatibility))]
    public Compatibility Compatibility { get; set; }

    /// <summary>The MLPs' activation, if not what the model's configuration says.</summary>
    /// <value>The default value is <see langword="null"/>: from the configuration, else QuickGELU.</value>
    [EnumDataType(typeof(Activation))]
    public Activation? Activation { get; set; }

    /// <summary>
    /// What the model's layers compute with. The first time with <see cref="Precision.Int8"/>, layers are chosen, which takes up to
    /// minutes; the choice is kept.
    /// </summary>
    /// <value>The default value is <see cref="Precision.Float32"/>.</value>
    [EnumDataType(typeof(Precision))]
    public Precision Precision { get; set; }

    /// <summary>
    /// Threads on which one call computes, at most: the engine's and this library's own, which take turns. 1 computes on the calling thread
    /// alone. Results do not depend on it.
    /// </summary>
    /// <remarks>
    /// <see cref="Segmenter.SegmentFilesAsync"/> and evaluations work on several photos at the same time, so there it holds for each photo.
    /// With C cores, min(C / 2, 8) threads decode photos and as many photos are labeled, which share C threads.
    /// <see cref="Segmenter.SegmentFilesAsync"/> embeds C / <c>Threads</c> photos at the same time; with the default of 0 it is one photo
    /// on all cores. Fewer threads for more photos is faster (docs/benchmarks.md).
    /// </remarks>
    /// <value>The default value is 0: one per core.</value>
    [Range(0, MaxThreads)]
    public int Threads { get; set; }

    /// <summary>
    /// Whether the engine repacks the image tower's weights when it opens the model. That takes the longer the larger the model is (0.4 s
    /// for a ViT-B/16) and makes every photo up to a tenth faster, so it pays from about 20 photos on. Off, features agree with packed ones
    /// within rounding, not to the bit; a transformer then attends with all heads at once, in a graph that is opened sooner, where a
    /// photo's attention takes less than 96 MiB (ViT-L/14 up to 490 x 490 pixels). int8, and towers below 128 MiB, are always packed.
    /// </summary>
    /// <value>The default value is <see langword="true"/>; the command <c>segment</c> turns it off for a few photos.</value>
    public bool PackWeights { get; set; } = true;

    /// <summary>
    /// Bytes that embedding one photo may take, by an estimate that is made before anything is computed: the attention of a transformer
    /// grows with the square of a photo's positions, so that one thin or very large photo can take more than all others. A photo that needs
    /// more is refused by itself.
    /// </summary>
    /// <value>The default value is 4 GiB: about 9,400 positions of a ViT-B, as a photo of 1550x1550 pixels has with patches of 16.</value>
    [Range(MinMemory, long.MaxValue)]
    public long MaxPhotoMemory { get; set; } = 4L << 30;

    /// <summary>
    /// How long embedding and labeling one of many photos may take; one that takes longer fails by itself. Calls for one photo have no
    /// limit but their token.
    /// </summary>
    /// <value>The default value is one hour; a millisecond to 24 days are allowed.</value>
    public TimeSpan MaxPhotoTime { get; set; } = DefaultMaxPhotoTime;

    /// <summary>
    /// Where the engine computes: <c>cpu</c>, <c>cuda</c>, <c>directml</c> or <c>coreml</c>; with several cards <c>cuda:1</c>. The package
    /// <c>MaskClip.Runtime.Cuda</c> brings <c>cuda</c>. Or <c>plugin:PATH</c>, a library with an execution provider for ONNX Runtime;
    /// <c>plugin:PATH#1</c> is the second device that it serves.
    /// </summary>
    /// <value>The default value is <c>cpu</c>.</value>
    public string Device { get; set; } = "cpu";

    /// <summary>Where built graphs and text embeddings are kept.</summary>
    /// <value>The default value is <c>MASKCLIP_HOME</c>, else <c>maskclip</c> in the user's cache folder.</value>
    public string CacheFolder { get; set; } = Storage.CacheFolder.Default;

    /// <summary>Receives warnings (a guessed activation, a text that was cut).</summary>
    /// <value>The default value logs nowhere.</value>
    public ILogger Logger { get; set; } = NullLogger.Instance;

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
        if (Photos is null) errors.Add("the options for photos are missing; new PhotoOptions() takes the defaults");
        if (Texts is null) errors.Add("the options for texts are missing; new TextOptions() takes the defaults");
        Photos?.Validate(errors);
        Texts?.Validate(errors);
        OptionsException.CheckDefined(errors, "compatibility", Compatibility);
        OptionsException.CheckDefined(errors, "precision", Precision);
        if (Activation is { } activation) OptionsException.CheckDefined(errors, "activation", activation);
        if (Threads is < 0 or > MaxThreads) errors.Add($"{Threads} threads; 0 (one per core) to {MaxThreads} are allowed");
        if (MaxPhotoMemory < MinMemory) errors.Add($"{MaxPhotoMemory} bytes for a photo; at least {MinMemory} are allowed");
        if (MaxPhotoTime < MinTime || MaxPhotoTime > MaxTime)
            errors.Add($"{MaxPhotoTime.TotalSeconds} s for a photo; 0.001 s to 24 days are allowed");
        if (EngineDevice.Find(Device, errors) is { IsCpu: false } device && Precision == Precision.Int8)
        {
            errors.Add($"int8 computes on the processor and the device is '{device}'; use fp32 there");
        }

        if (string.IsNullOrWhiteSpace(CacheFolder)) errors.Add("the cache folder is missing; the path of a folder is needed");
        if (Logger is null) errors.Add("the logger is missing; NullLogger.Instance logs nowhere");
    }
}
