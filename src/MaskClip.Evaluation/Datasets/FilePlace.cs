using MaskClip.Storage;

namespace MaskClip.Evaluation.Datasets;

/// <summary>Where a data set keeps photos and masks, relative to its folder.</summary>
/// <remarks><c>{split}</c> stands for the split's name (<c>val</c>), <c>{long}</c> for ADE20K's word for it (<c>validation</c>).</remarks>
/// <param name="Photos">The photo folder; searched with its sub-folders.</param>
/// <param name="Masks">The mask folder; masks lie as their photos do.</param>
/// <param name="MaskEnding">What follows the id in a mask's name.</param>
/// <param name="PhotoEnding">What follows the id in a photo's name, before the file's extension.</param>
/// <param name="List">A text file with the ids to take, one a line; without one all photos are taken.</param>
/// <param name="Tells">Whether these names are found in one data set only.</param>
internal sealed record FilePlace(
    string Photos, string Masks, string MaskEnding = FilePlace.PngEnding, string PhotoEnding = "", string? List = null, bool Tells = true)
{
    private const string PngEnding = ".png";

    /// <summary>The plain place that every layout can have.</summary>
    public static FilePlace Plain { get; } = new("images", "masks", Tells: false);

    /// <summary>Whether the place is one of several splits of the folder.</summary>
    public bool HasSplits => $"{Photos}{List}".Contains('{', StringComparison.Ordinal);

    /// <summary>The same place in the folder itself and in others below it.</summary>
    public IEnumerable<FilePlace> AlsoIn(params string[] folders) => folders.Prepend("").Select(folder => this with
    {
        Photos = Path.Combine(folder, Photos),
        Masks = Path.Combine(folder, Masks),
        List = List is null ? null : Path.Combine(folder, List),
    });

    /// <summary>The place of a split.</summary>
    public FilePlace Of(string split)
    {
        var longName = split switch { "val" => "validation", "train" => "training", _ => split };
        return this with { Photos = Fill(Photos), Masks = Fill(Masks), List = List is null ? null : Fill(List) };

        string Fill(string path) => path.Replace("{split}", split).Replace("{long}", longName);
    }

    /// <summary>Whether a file's name is that of a mask; capitals make no difference.</summary>
    public bool IsMask(string path) => path.EndsWith(MaskEnding, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether a file's name is that of a mask, were it no JPEG, which keeps no labels.</summary>
    public bool IsJpegMask(string path) => MaskEnding == PngEnding
        && Path.GetExtension(path).ToLowerInvariant() is ".jpg" or ".jpeg";

    /// <summary>Whether a folder has this place, with at least one mask in it.</summary>
    public bool IsIn(string folder) =>
        Directory.Exists(Path.Combine(folder, Photos))
        && Directory.Exists(Path.Combine(folder, Masks))
        && (List is null || File.Exists(Path.Combine(folder, List)))
        && FolderWalk.Files(Path.Combine(folder, Masks), (_, _) => { }).Any(path => IsMask(path) || IsJpegMask(path));

    /// <inheritdoc/>
    public override string ToString() => $"'{Photos}' with '{Masks}'" + (List is null ? "" : $" and '{List}'");
}
