using System.Text.Json.Nodes;
using MaskClip.Batches;
using MaskClip.Evaluation.Settings;

namespace MaskClip.Evaluation.Runs;

/// <summary>A student network that was trained on the data set's classes.</summary>
internal sealed class StudentSubject(StudentSegmenter student) : IEvaluationSubject
{
    /// <inheritdoc/>
    public ReportModel Model { get; } = new(Path.GetFileName(student.Path), student.ModelHash);

    /// <inheritdoc/>
    public Vocabulary Names => student.Vocabulary;

    /// <inheritdoc/>
    public void AddSettings(JsonObject settings)
    {
        settings["method"] = "student";
        settings["size"] = student.Size;
        // What leads masks along edges, where something does.
        var options = new JsonObject();
        OptionValues.Add(options, student.Options);
        foreach (var name in (string[])["pamr", "guided-filter", "propagation"])
        {
            if (options[name] is { } value) settings[name] = value.DeepClone();
        }

        settings["names"] = new JsonArray([.. student.Vocabulary.Classes.Select(one => JsonValue.Create(one.Name))]);
    }

    /// <inheritdoc/>
    public IPhotoWork Prepare(RgbImage photo, LabelMap truth) => PhotoWork.Prepare(student, photo);
}
