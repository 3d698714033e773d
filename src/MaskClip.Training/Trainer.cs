using MaskClip.Training.Runs;

namespace MaskClip.Training;

/// <summary>Trains segmentation networks with CLIP's free labels: MaskCLIP+ (paper, section 3.4), and what it is compared with.</summary>
public static class Trainer
{
    /// <summary>Trains a student.</summary>
    /// <param name="options">The run.</param>
    /// <param name="progress">Told after every step and every evaluation, on the calling thread.</param>
    /// <param name="cancellationToken">Ends the run after the step that is under way; the checkpoint is written first.</param>
    /// <exception cref="ArgumentException">Options are out of range or do not fit together, or a resumed run was made with other
    /// ones.</exception>
    /// <exception cref="InvalidOperationException">The output folder already holds a run that is not to be resumed, or the training
    /// diverged.</exception>
    /// <exception cref="OperationCanceledException">The run was cancelled; <see cref="TrainingOptions.Resume"/> goes on with
    /// it.</exception>
    /// <exception cref="CheckpointException">A checkpoint cannot be read, or does not fit the network.</exception>
    /// <exception cref="ImageFormatException">A photo or a mask cannot be read.</exception>
    public static TrainingResult Run(
        TrainingOptions options, IProgress<TrainingProgress>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(options);
        options.Validate();
        var folder = new RunFolder(options.Output);
        if (File.Exists(folder.Checkpoint) && !options.Resume)
        {
            throw new InvalidOperationException($"'{options.Output}' already holds a run. Resume it, or give another output folder.");
        }

        TrainingResult result;
        using (var run = new TrainingRun(options, folder, progress)) result = run.Run(cancellationToken);
        RunReport.Write(folder, options, result);
        return result;
    }
}
