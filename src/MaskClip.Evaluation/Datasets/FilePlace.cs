namespace MaskClip.Evaluation.Datasets;

/// <summary>Where a data set keeps photos and masks, relative to its folder.</summary>
/// <param name="Photos">The photo folder; searched with its sub-folders.</param>
/// <param name="Masks">The mask folder; masks lie as their photos do.</param>
/// <param name="MaskEnding">What follows the id in a mask's name.</param>
/// <param name="PhotoEnding">What follows the id in a photo's name, before the file's extension.</param>
/// <param name="List">A text file with the ids to take, one a line; without one all photos are taken.</param>
internal sealed record FilePlace(string Photos, string Masks, string MaskEnding = ".png", string PhotoEnding = "", string? List = null)
{
    /// <summary>The plain place that every layout can have.</summary>
    public static FilePlace Plain { get; } = new("images", "masks");

    /// <summary>The same place below each of several folders.</summary>
    public IEnumerable<FilePlace> Below(params string[] folders) => folders.Select(folder => this with
    {
        Photos = Path.Combine(folder, Photos),
        Masks = Path.Combine(folder, Masks),
        List = List is null ? null : Path.Combine(folder, List),
    });

    /// <summary>Whether a folder has this place.</summary>
    public bool IsIn(string folder) =>
        Directory.Exists(Path.Combine(folder, Photos)) && Directory.Exists(Path.Combine(folder, Masks))
        && (List is null || File.Exists(Path.Combine(folder, List)));
}
