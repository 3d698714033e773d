using MaskClip.Evaluation.Pages;
using MaskClip.Evaluation.Reports;

namespace MaskClip.Training.Runs;

/// <summary>The files of a run.</summary>
/// <param name="Path">The folder.</param>
internal sealed record RunFolder(string Path)
{
    /// <summary>Weights, momentum, average and step: what a run goes on from.</summary>
    public string Checkpoint => At("checkpoint.safetensors");

    /// <summary>The student of the last checkpoint: what is used.</summary>
    public string Student => At("student.safetensors");

    /// <summary>The CLIP model of the last checkpoint, where one is trained.</summary>
    public string Model => At("model.safetensors");

    /// <summary>What a CLIP model is, how it was made and what it reached.</summary>
    public string Card => At("MODEL_CARD.md");

    /// <summary>The student of the evaluation with the highest mIoU.</summary>
    public string Best => At("best.safetensors");

    /// <summary>One line a step.</summary>
    public string Metrics => At("metrics.csv");

    /// <summary>One line an evaluation.</summary>
    public string Evaluations => At("evaluations.csv");

    /// <summary>The metrics of the finished run, with intervals, beside its teacher's.</summary>
    public string Result => At("result.json");

    /// <summary>The finished run as a page.</summary>
    public string Report => At(ReportFiles.PageFile);

    /// <summary>Photo, truth, teacher and student side by side, of one evaluation.</summary>
    public string Sheet(int step) => System.IO.Path.Combine(Path, "sheets", $"step-{step:000000}.png");

    private string At(string name) => System.IO.Path.Combine(Path, name);
}
