using System.Text.Json.Nodes;

namespace MaskClip.Evaluation.Runs;

/// <summary>What is evaluated: CLIP with names, or a trained student.</summary>
internal interface IEvaluationSubject
{
    /// <summary>What it is called, and the checksum of its bytes.</summary>
    ReportModel Model { get; }

    /// <summary>Its classes: one for each of the data set's.</summary>
    Vocabulary Names { get; }

    /// <summary>Adds everything about it that decides figures.</summary>
    void AddSettings(JsonObject settings);

    /// <summary>Does the engine's part of labelling a photo.</summary>
    /// <returns>The rest, which needs no engine; called once, perhaps by another thread.</returns>
    Func<Segmentation> Embed(RgbImage photo, CancellationToken cancellationToken);
}
