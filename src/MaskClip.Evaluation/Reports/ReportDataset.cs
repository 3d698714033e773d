namespace MaskClip.Evaluation;

/// <summary>The photos of an evaluation.</summary>
/// <param name="Name">The folder's name.</param>
/// <param name="Layout">The layout it was read in.</param>
/// <param name="Photos">Photos that were evaluated.</param>
/// <param name="Failed">Photos that could not be: their ids, and why.</param>
public sealed record ReportDataset(string Name, string Layout, int Photos, IReadOnlyList<FailedPhoto> Failed);
