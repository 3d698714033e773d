namespace MaskClip.Label.Workers;

/// <summary>How a worker is started.</summary>
/// <param name="Arguments">Its arguments.</param>
/// <param name="Folder">The folder that relative paths start from.</param>
/// <param name="Running">One that runs already; <see langword="null"/> where none does.</param>
internal sealed record WorkerStart(IReadOnlyList<string> Arguments, string Folder, WorkerProcess? Running = null);
