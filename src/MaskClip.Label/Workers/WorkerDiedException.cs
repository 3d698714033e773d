namespace MaskClip.Label.Workers;

/// <summary>A worker's process ended in the middle of its work.</summary>
/// <param name="message">How it ended.</param>
internal sealed class WorkerDiedException(string message) : IOException(message);
