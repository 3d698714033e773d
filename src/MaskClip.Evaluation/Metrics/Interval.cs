namespace MaskClip.Evaluation;

/// <summary>A metric and how far it could be off, had other photos been drawn.</summary>
/// <param name="Value">The metric over all photos.</param>
/// <param name="Low">Lower end of the interval.</param>
/// <param name="High">Upper end of the interval.</param>
public sealed record Interval(double Value, double Low, double High);
