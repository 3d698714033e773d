namespace MaskClip.Model;

/// <summary>Who waits for a model: is told how far it is, and may want no more.</summary>
/// <param name="Progress">Is told how far it is.</param>
/// <param name="Cancellation">Stops the loading.</param>
internal readonly record struct Loading(IProgress<LoadProgress>? Progress = null, CancellationToken Cancellation = default)
{
    /// <summary>Begins or continues a stage.</summary>
    /// <exception cref="OperationCanceledException">It is no longer wanted.</exception>
    public void Report(LoadStage stage, double share = 0)
    {
        Cancellation.ThrowIfCancellationRequested();
        Progress?.Report(new LoadProgress(stage, share));
    }
}
