using MaskClip.CommandLine;
using MaskClip.Training.Contrastive;

namespace MaskClip.Train.Terminal;

/// <summary>A contrastive run's progress on stderr.</summary>
/// <param name="host">Where to.</param>
/// <param name="quiet">Says nothing.</param>
/// <param name="begin">Called before the first report: the run has passed all checks.</param>
internal sealed class ContrastiveTerminal(CliHost host, bool quiet, Action begin) : IProgress<ContrastiveProgress>
{
    private readonly ProgressLine line = new(host);
    private bool begun;

    /// <inheritdoc/>
    public void Report(ContrastiveProgress value)
    {
        if (!begun) begin();
        begun = true;
        if (quiet) return;
        if (value.Metrics is { } metrics)
        {
            line.Say(
                $"step {value.Step}/{value.Steps}  zero-shot {metrics.ZeroShot:0.0 %}  mIoU maskclip {metrics.MaskClip:0.000}  clip " +
                $"{metrics.Clip:0.000}");
        }
        if (value.Last is not { } last) return;
        line.Draw(
            $"step {value.Step}/{value.Steps}  loss {last.Loss:0.000}  pictures right {last.PicturesRight:0 %}  texts right " +
            $"{last.TextsRight:0 %}  rate {last.Rate:0.00000}  scale {last.LogitScale:0.0}  {value.ImagesPerSecond:0.0} images/s  ETA " +
            $"{ProgressLine.Text(value.Remaining)}",
            always: value.Step == value.Steps);
    }

    /// <summary>Leaves the line that is being redrawn.</summary>
    public void Break() => line.Break();

    /// <summary>Says where the model is.</summary>
    public void End(string model)
    {
        Break();
        if (!begun) begin();
        if (!quiet) host.Error.WriteLine($"The model is {model}");
    }
}
