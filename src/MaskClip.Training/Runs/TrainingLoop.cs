using System.Diagnostics;

namespace MaskClip.Training.Runs;

/// <summary>
/// The loop of every run: evaluates where that is due, takes steps, writes checkpoints, and stops with one when it is cancelled.
/// </summary>
/// <param name="steps">Steps of the whole run.</param>
/// <param name="samplesPerStep">Samples that one step learns from.</param>
/// <param name="checkpointEvery">Steps from one checkpoint to the next; the last step always has one.</param>
internal sealed class TrainingLoop(int steps, int samplesPerStep, int checkpointEvery)
{
    private readonly Stopwatch training = new();
    private int resumedAt;

    /// <summary>Steps of the whole run.</summary>
    public int Steps => steps;

    /// <summary>Steps that are done, those before a resumed checkpoint included.</summary>
    public int Step { get; private set; }

    /// <summary>The sample that the next step begins with.</summary>
    public long FirstSample => (long)Step * samplesPerStep;

    /// <summary>Samples of the whole run.</summary>
    public long Samples => (long)steps * samplesPerStep;

    /// <summary>Mean seconds of the steps that this process took; 0 before the first.</summary>
    public double SecondsPerStep => Step > resumedAt ? training.Elapsed.TotalSeconds / (Step - resumedAt) : 0;

    /// <summary>Samples that were learned from in a second; 0 before the first step.</summary>
    public double SamplesPerSecond => SecondsPerStep > 0 ? samplesPerStep / SecondsPerStep : 0;

    /// <summary>How long the steps that are left will take, at the pace so far.</summary>
    public TimeSpan Remaining => TimeSpan.FromSeconds(SecondsPerStep * (steps - Step));

    /// <summary>Goes on from a checkpoint.</summary>
    /// <param name="step">Steps that were done when it was written.</param>
    public void Resume(int step) => Step = resumedAt = step;

    /// <summary>Runs to the last step, from the first or from where a checkpoint was resumed.</summary>
    /// <param name="evaluate">Evaluates the network if that is due after <see cref="Step"/> steps; called before every step and after the
    /// last.</param>
    /// <param name="step">Takes one step and returns what reports it, which is called once the step is counted.</param>
    /// <param name="save">Writes a checkpoint of <see cref="Step"/> steps.</param>
    /// <param name="cancellationToken">Stops after the step under way, with a checkpoint.</param>
    /// <exception cref="OperationCanceledException">It was cancelled; a checkpoint is there.</exception>
    public void Run(Action evaluate, Func<Action> step, Action save, CancellationToken cancellationToken)
    {
        while (true)
        {
            evaluate();
            if (Step == steps) return;
            if (cancellationToken.IsCancellationRequested) save();
            cancellationToken.ThrowIfCancellationRequested();
            training.Start();
            var report = step();
            training.Stop();
            Step++;
            report();
            if (Step % checkpointEvery == 0 || Step == steps) save();
        }
    }
}
