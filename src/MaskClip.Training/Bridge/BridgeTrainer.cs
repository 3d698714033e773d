using MaskClip.Training.Runs;

namespace MaskClip.Training.Bridge;

/// <summary>Trains the linear map between a frozen image network and a frozen text encoder from photos with captions or tags.</summary>
public static class BridgeTrainer
{
    /// <summary>Trains a map.</summary>
    /// <param name="options">The run.</param>
    /// <param name="progress">Told while features are made and after every step, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the run after the step that is under way; the checkpoint is written first.</param>
    /// <exception cref="ArgumentException">Options are out of range or do not fit together, or a resumed run was made with other
    /// ones.</exception>
    /// <exception cref="FormatException">Captions and tags leave no words.</exception>
    /// <exception cref="InvalidOperationException">The output folder already holds a run that is not to be resumed, or the training
    /// diverged.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; <see cref="BridgeOptions.Resume"/> goes on with it.</exception>
    /// <exception cref="CheckpointException">A network or a checkpoint cannot be read, or does not fit.</exception>
    public static void Run(BridgeOptions options, IProgress<BridgeProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        var folder = new RunFolder(options.Output);
        if (File.Exists(folder.Checkpoint) && !options.Resume)
        {
            throw new InvalidOperationException($"'{options.Output}' already holds a run. Resume it, or give another output folder.");
        }

        using var run = new BridgeRun(options, folder, progress, cancellationToken);
        run.Run();
    }
}
