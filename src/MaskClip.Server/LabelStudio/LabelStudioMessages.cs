using System.Text.Json;

namespace MaskClip.Server.LabelStudio;

/// <summary>What Label Studio says of a project when it connects.</summary>
/// <param name="Project">The project.</param>
/// <param name="Schema">Its labeling configuration.</param>
internal sealed record SetupRequest(JsonElement? Project, string? Schema);

/// <summary>Tasks that Label Studio wants predictions for.</summary>
/// <param name="Tasks">The tasks.</param>
/// <param name="LabelConfig">The project's labeling configuration.</param>
internal sealed record PredictRequest(IReadOnlyList<StudioTask>? Tasks, string? LabelConfig);

/// <summary>A task.</summary>
/// <param name="Id">Its number.</param>
/// <param name="Data">Its fields.</param>
internal sealed record StudioTask(JsonElement? Id, Dictionary<string, JsonElement>? Data);

/// <summary>Predictions, one a task.</summary>
/// <param name="Results">In the order of the tasks.</param>
internal sealed record PredictAnswer(IReadOnlyList<TaskPrediction> Results);

/// <summary>What was found in a task's photo.</summary>
/// <param name="ModelVersion">What found it.</param>
/// <param name="Score">Mean confidence, 0..1.</param>
/// <param name="Result">The regions.</param>
internal sealed record TaskPrediction(string ModelVersion, double Score, IReadOnlyList<StudioRegion> Result);

/// <summary>A region in Label Studio's form.</summary>
/// <param name="Id">Its name within the task.</param>
/// <param name="FromName">The name of the labels' tag.</param>
/// <param name="ToName">The name of the image's tag.</param>
/// <param name="Type"><c>brushlabels</c> or <c>polygonlabels</c>.</param>
/// <param name="OriginalWidth">The photo's width.</param>
/// <param name="OriginalHeight">The photo's height.</param>
/// <param name="ImageRotation">Always 0.</param>
/// <param name="Score">Mean confidence, 0..1.</param>
/// <param name="Value">The shape and its label.</param>
internal sealed record StudioRegion(
    string Id,
    string FromName,
    string ToName,
    string Type,
    int OriginalWidth,
    int OriginalHeight,
    int ImageRotation,
    double Score,
    Dictionary<string, object> Value);
