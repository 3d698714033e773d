using System.Text.Json.Nodes;
using MaskClip.Batches;

namespace MaskClip.Evaluation.Runs;

/// <summary>What is evaluated: CLIP with names, or a trained student.</summary>
internal interface IEvaluationSubject
{
    /// <summary>What it is called, and the checksum of its bytes.</summary>
    ReportModel Model { get; }

    /// <summary>Its classes: one for each of the data set's.</summary>
    Vocabulary Names { get; }

    /// <summary>Adds everything about it that decides metrics.</summary>
    void AddSettings(JsonObject settings);

    /// <summary>Makes a photo ready for the engine.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="truth">Its mask, for subjects that are told what it shows.</param>
    IPhotoWork Prepare(RgbImage photo, LabelMap truth);
}
