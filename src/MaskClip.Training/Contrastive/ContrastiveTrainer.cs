using MaskClip.Training.Runs;

namespace MaskClip.Training.Contrastive;

/// <summary>Trains both towers of a CLIP model from pictures and their captions.</summary>
public static class ContrastiveTrainer
{
    /// <summary>Trains a model.</summary>
    /// <param name="options">The run.</param>
    /// <param name="progress">Told after every step and every evaluation, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the run after the step that is under way; the checkpoint is written first.</param>
    /// <exception cref="ArgumentException">Options are out of range or do not fit together, or a resumed run was made with other
    /// ones.</exception>
    /// <exception cref="InvalidOperationException">The output folder already holds a run that is not to be resumed, or the training
    /// diverged.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; <see cref="ContrastiveOptions.Resume"/> goes on with
    /// it.</exception>
    /// <exception cref="CheckpointException">A checkpoint cannot be read, or does not fit.</exception>
    /// <exception cref="ImageFormatException">A picture cannot be read.</exception>
    public static void Run(
        ContrastiveOptions options, IProgress<ContrastiveProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        options.Validate();
        var folder = new RunFolder(options.Output);
        if (File.Exists(folder.Checkpoint) && !options.Resume)
        {
            throw new InvalidOperationException($"'{options.Output}' already holds a run. Resume it, or give another output folder.");
        }

        using var run = new ContrastiveRun(options, folder, progress);
        run.Run(cancellationToken);
    }
}
