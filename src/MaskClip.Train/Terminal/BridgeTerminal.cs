using MaskClip.CommandLine;
using MaskClip.Training.Bridge;

namespace MaskClip.Train.Terminal;

/// <summary>A bridge run's progress on stderr.</summary>
/// <param name="host">Where to.</param>
/// <param name="quiet">Says nothing.</param>
/// <param name="begin">Called before the first report: the run has passed all checks.</param>
internal sealed class BridgeTerminal(CliHost host, bool quiet, Action begin) : IProgress<BridgeProgress>
{
    private readonly ProgressLine line = new(host);
    private bool begun;

    /// <inheritdoc/>
    public void Report(BridgeProgress value)
    {
        if (!begun) begin();
        begun = true;
        if (quiet) return;
        if (value.Note is { } note)
        {
            line.Say(note);
            return;
        }

        line.Draw(Text(value), always: value.Done == value.All);
    }

    /// <summary>Leaves the line that is being redrawn.</summary>
    public void Break() => line.Break();

    /// <summary>Says where the model is, and how it is used.</summary>
    public void End(string folder)
    {
        Break();
        if (!begun) begin();
        if (!quiet) host.Error.WriteLine($"The model is {folder}; 'maskclip segment photo.jpg --model {folder} --prompt cat' uses it.");
    }

    private static string Text(BridgeProgress value)
    {
        var rest = $"ETA {ProgressLine.Text(value.Remaining)}";
        var found = value.Found > 0 ? $", {value.Found} of them from before" : "";
        return value.Work switch
        {
            BridgeWork.Features => $"features of photos {value.Done}/{value.All}{found}  {rest}",
            BridgeWork.Positions => $"positions of photos {value.Done}/{value.All}{found}  {rest}",
            BridgeWork.Labels => $"round {value.Round}  labels of photos {value.Done}/{value.All}  {rest}",
            _ => Training(value, value.Last!, rest),
        };
    }

    private static string Training(BridgeProgress value, BridgeReport last, string rest)
    {
        var positions = double.IsNaN(last.Positions) ? "" : $"  positions {last.Positions:0.000}";
        return $"round {value.Round}  step {value.Done}/{value.All}  loss {last.Loss:0.000}{positions}  words right " +
            $"{last.WordsRight:0 %}  rate {last.Rate:0.00000}  scale {last.Scale:0.0}  {rest}";
    }
}
