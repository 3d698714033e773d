namespace MaskClip;

/// <summary>How far a model's download has come.</summary>
/// <remarks>A value: safe to share between threads.</remarks>
/// <param name="Received">Bytes on disk, those of an earlier, interrupted download included.</param>
/// <param name="Total">Bytes of the whole file; <see langword="null"/> when the server does not say.</param>
/// <param name="BytesPerSecond">Mean speed of this download, waiting included; 0 at its start.</param>
public readonly record struct PullProgress(long Received, long? Total, double BytesPerSecond);
