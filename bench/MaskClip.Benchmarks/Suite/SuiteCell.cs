namespace MaskClip.Benchmarks.Suite;

/// <summary>What one side took for one model and size.</summary>
/// <param name="Model">The model's name.</param>
/// <param name="Pixels">Side of the photo that was asked for.</param>
/// <param name="Side">The side's name.</param>
internal sealed record SuiteCell(string Model, int Pixels, string Side)
{
    /// <summary>Milliseconds of each round.</summary>
    public double[] Milliseconds { get; init; } = [];

    /// <summary>Seconds from process start to the first mask, of each start.</summary>
    public double[] FirstMaskSeconds { get; init; } = [];

    /// <summary>High-water mark of the process in MiB.</summary>
    public double PeakMiB { get; init; }

    /// <summary>Milliseconds from features to labels by number of names; this library's only.</summary>
    public Dictionary<int, double> LabelMilliseconds { get; init; } = [];

    /// <summary>Whether other sides' processes were there too and had their turn between its own.</summary>
    public bool Interleaved { get; init; }

    /// <summary>Why there are no figures.</summary>
    public string? Error { get; init; }

    /// <summary>Photos a second, by the median round.</summary>
    public double ImagesPerSecond => 1000 / Median(Milliseconds);

    /// <summary>The middle one.</summary>
    public static double Median(double[] values) => values.Length == 0 ? double.NaN : values.Order().ElementAt(values.Length / 2);
}
