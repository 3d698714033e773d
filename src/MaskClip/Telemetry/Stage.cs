using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MaskClip.Telemetry;

/// <summary>A part of the work on a photo or on names while it is done: its time is measured, and it is a span.</summary>
internal readonly struct Stage : IDisposable
{
    /// <summary>A photo's file becomes pixels.</summary>
    public const string Decode = "decode";

    /// <summary>Pixels become features.</summary>
    public const string Embed = "embed";

    /// <summary>Names become embeddings.</summary>
    public const string Text = "text";

    /// <summary>Features and embeddings become labels.</summary>
    public const string Score = "score";

    /// <summary>Scores are led along the photo's edges and become labels.</summary>
    public const string Refine = "refine";

    /// <summary>A result becomes files.</summary>
    public const string Write = "write";

    private static readonly Meter Meter = new(MaskClipTelemetry.Name);

    private static readonly ActivitySource Source = new(MaskClipTelemetry.Name);

    // From a cached name to a large model's photo in windows. Before the instrument, which takes them.
    private static readonly double[] Buckets = [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60];

    private static readonly Histogram<double> Seconds = Meter.CreateHistogram<double>(
        "maskclip.stage.duration",
        "s",
        "How long a stage of the work took.",
        tags: null,
        new InstrumentAdvice<double> { HistogramBucketBoundaries = Buckets });

    private static readonly Counter<long> Photos = Meter.CreateCounter<long>("maskclip.photos", "{photo}", "Photos embedded.");

    private static readonly Counter<long> Texts = Meter.CreateCounter<long>(
        "maskclip.texts", "{text}", "Texts looked up; those that were not cached were embedded.");

    private readonly string name;
    private readonly long start;
    private readonly Activity? span;

    private Stage(string name)
    {
        this.name = name;
        span = Source.StartActivity($"maskclip.{name}");
        start = Stopwatch.GetTimestamp();
    }

    /// <summary>Begins a stage, which ends when it is disposed.</summary>
    public static Stage Begin(string name) => new(name);

    /// <summary>Counts a photo.</summary>
    public static void CountPhoto() => Photos.Add(1);

    /// <summary>Counts texts.</summary>
    public static void CountTexts(int cached, int embedded)
    {
        if (cached > 0) Texts.Add(cached, new KeyValuePair<string, object?>("cached", true));
        if (embedded > 0) Texts.Add(embedded, new KeyValuePair<string, object?>("cached", false));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Seconds.Record(Stopwatch.GetElapsedTime(start).TotalSeconds, new KeyValuePair<string, object?>("stage", name));
        span?.Dispose();
    }
}
