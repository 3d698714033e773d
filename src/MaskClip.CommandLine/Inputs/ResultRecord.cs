namespace MaskClip.CommandLine.Inputs;

/// <summary>A photo whose results are all there.</summary>
/// <param name="Photo">Its place among the results, see <see cref="PhotoInput.Place"/>.</param>
/// <param name="Hash">Checksum of its file.</param>
/// <param name="Files">Its results' names, relative to the output folder.</param>
internal sealed record ResultRecord(string Photo, string Hash, IReadOnlyList<string> Files);
