namespace MaskClip.Evaluation;

/// <summary>A photo of a data set and the mask that says what is where.</summary>
/// <param name="Id">What the data set calls it: its path below the photo folder, without endings, parts separated by <c>/</c>.</param>
/// <param name="PhotoPath">The photo's file.</param>
/// <param name="TruthPath">The mask's file: palette or grey PNG in the data set's own labels.</param>
public sealed record LabelledPhoto(string Id, string PhotoPath, string TruthPath);
