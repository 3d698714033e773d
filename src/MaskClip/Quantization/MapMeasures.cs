namespace MaskClip.Quantization;

/// <summary>What calibration photos say of a convolutional tower.</summary>
/// <param name="Ranges">Each map's range, by its convolution's name, or <see cref="MeasuredConvolutions.Sum"/>.</param>
/// <param name="Means">For each convolution, the mean of every channel that comes in.</param>
internal sealed record MapMeasures(IReadOnlyDictionary<string, ValueRange> Ranges, IReadOnlyDictionary<string, float[]> Means)
{
    /// <summary>Of a tower without convolutions.</summary>
    public static MapMeasures None { get; } = new(new Dictionary<string, ValueRange>(), new Dictionary<string, float[]>());
}
