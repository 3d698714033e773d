namespace MaskClip.Evaluation;

/// <summary>A convention of folders, file names and labels in which a data set is published.</summary>
/// <param name="Name">What users type, for example <c>voc20</c>.</param>
/// <param name="Description">What it is, in a few words.</param>
public sealed record DatasetLayout(string Name, string Description);
