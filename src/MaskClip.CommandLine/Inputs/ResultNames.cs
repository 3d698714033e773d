namespace MaskClip.CommandLine.Inputs;

/// <summary>Gives photos' results names that nothing else has.</summary>
/// <remarks>Results are called STEM.WORD.ENDING or STEM.json; a heat map has a class's name in between.</remarks>
internal static class ResultNames
{
    // Whatever the case: Windows and macOS do not tell "Cat" from "cat".
    private static readonly StringComparer Names = StringComparer.OrdinalIgnoreCase;

    /// <summary>
    /// Numbers photos whose results would have the name of another's (a.jpg and a.png, two folders' cat.jpg), of the settings beside them
    /// (options.jpg, classes.jpg) or of a photo (a.jpg beside a.mask.png, where results go into the photos' own folder).
    /// </summary>
    /// <param name="photos">The photos.</param>
    /// <param name="output">Where results go; <see langword="null"/> where there are none.</param>
    public static List<PhotoInput> Distinct(List<PhotoInput> photos, string? output)
    {
        var taken = new HashSet<string>(Names) { "options", "classes" };
        var inputs = output is null ? null : Inputs(photos);
        var result = new List<PhotoInput>();
        foreach (var photo in photos)
        {
            var stem = photo.Stem;
            for (int number = 2; IsUsed(stem) || !taken.Add(Path.Combine(photo.Folder, stem)); number++) stem = $"{photo.Stem}-{number}";
            result.Add(photo with { Stem = stem });

            // A photo's own file is STEM.ENDING, which no result is called.
            bool IsUsed(string name) => inputs is not null
                && inputs.TryGetValue(Path.GetFullPath(Path.Combine(output!, photo.Folder)), out var files)
                && files.Any(file => file.StartsWith($"{name}.", StringComparison.OrdinalIgnoreCase)
                    && file.AsSpan(name.Length + 1).Contains('.'));
        }

        return result;
    }

    private static Dictionary<string, string[]> Inputs(IEnumerable<PhotoInput> photos) => photos.Where(photo => photo.Path is not null)
        .GroupBy(photo => Path.GetDirectoryName(Path.GetFullPath(photo.Path!))!, photo => Path.GetFileName(photo.Path!))
        .ToDictionary(group => group.Key, group => group.ToArray(), StringComparer.Ordinal);
}
