using System.IO.Enumeration;
using System.Text.RegularExpressions;
using MaskClip.Batches;
using MaskClip.CommandLine.Commands;
using MaskClip.Storage;

namespace MaskClip.CommandLine.Inputs;

/// <summary>Finds the photos behind files, folders, patterns and <c>-</c>.</summary>
public static class PhotoInputs
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif", ".tif", ".tiff"];

    /// <summary>The photos, in a fixed order.</summary>
    /// <remarks>
    /// An input that is nowhere, or a folder that may not be read, is a photo that cannot be read: it stops none of the others. Folders of
    /// results that this command wrote are passed over, and so are results among the photos.
    /// </remarks>
    /// <param name="inputs">Files, folders, patterns and <c>-</c>.</param>
    /// <param name="maxPixels">The most pixels of a photo.</param>
    /// <param name="host">The world around.</param>
    /// <param name="output">Where results will go, if there will be any: none gets the name of a photo or of another result.</param>
    /// <exception cref="FileNotFoundException">None of the inputs is anywhere, or there is nothing in them.</exception>
    public static IReadOnlyList<PhotoInput> Find(IEnumerable<string> inputs, long maxPixels, CliHost host, string? output = null)
    {
        var found = new List<PhotoInput>();
        var missing = new List<FileNotFoundException>();
        foreach (var input in inputs)
        {
            try
            {
                if (input == "-")
                    found.Add(new PhotoInput("stdin", "", "stdin", _ => Standard(host, maxPixels)) { IsStandardInput = true });
                else found.AddRange(Files(input, host, output, maxPixels));
            }
            catch (FileNotFoundException error)
            {
                missing.Add(error);
                found.Add(new PhotoInput(input, "", "missing", _ => throw new FileNotFoundException(error.Message, error)));
            }
        }

        return missing.Count == 0 || missing.Count < found.Count ? ResultNames.Distinct(found, output) : throw missing[0];
    }

    private static IEnumerable<PhotoInput> Files(string input, CliHost host, string? output, long maxPixels)
    {
        var path = Path.Combine(host.Folder, input);
        if (System.IO.File.Exists(path)) return [File(path, "", maxPixels)];
        if (Directory.Exists(path)) return NotEmpty(Below(path, output, maxPixels), input);
        var pattern = Path.GetFileName(input);
        var folder = Path.GetDirectoryName(path)!;
        if (pattern == "**" || folder.AsSpan().ContainsAny('*', '?')) return NotEmpty(Matching(path, output, maxPixels), input);
        if (!pattern.AsSpan().ContainsAny('*', '?')) throw new FileNotFoundException($"There is no file or folder '{input}'.");
        if (!Directory.Exists(folder)) throw new FileNotFoundException($"There is no folder '{folder}' for the pattern '{input}'.");
        var own = ResultJournal.FilesIn(folder);
        return NotEmpty(
            [.. from file in Directory.EnumerateFiles(folder)
                where FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(file)) && IsPhoto(file) && !own.Contains(file)
                orderby file
                select File(file, "", maxPixels)],
            input);
    }

    // Folders of any depth: ** is any number of them, * and ? stay within one name.
    private static List<PhotoInput> Matching(string path, string? output, long maxPixels)
    {
        string[] parts = path.Split(Path.DirectorySeparatorChar, Path.AltDirectorySeparatorChar);
        int first = Array.FindIndex(parts, part => part.AsSpan().ContainsAny('*', '?'));
        var root = string.Join(Path.DirectorySeparatorChar, parts[..first]);
        if (!Directory.Exists(root)) throw new FileNotFoundException($"There is no folder '{root}' for the pattern '{path}'.");
        var pattern = string.Concat(parts[first..].Select((part, i) => (part, first + i + 1 == parts.Length) switch
        {
            ("**", true) => ".*",
            ("**", _) => "(?:[^/]+/)*",
            (_, var last) => Regex.Escape(part).Replace(@"\*", "[^/]*").Replace(@"\?", "[^/]") + (last ? "" : "/"),
        }));
        var matches = new Regex($"^{pattern}$", RegexOptions.CultureInvariant | RegexOptions.NonBacktracking);
        return [.. Below(root, output, maxPixels).Where(photo => photo.Path is null
            || matches.IsMatch(Path.GetRelativePath(root, photo.Path).Replace(Path.DirectorySeparatorChar, '/')))];
    }

    /// <summary>Whether a file is taken for a photo, by its ending.</summary>
    public static bool IsPhoto(string path) => Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase);

    private static List<PhotoInput> Below(string folder, string? output, long maxPixels)
    {
        var photos = new List<PhotoInput>();
        var unreadable = new List<PhotoInput>();
        var own = new Dictionary<string, IReadOnlySet<string>>(StringComparer.Ordinal);
        var files = FolderWalk.Files(
            folder,
            (path, error) => unreadable.Add(new PhotoInput(path, "", "unreadable", _ => throw new IOException(
                $"The folder '{path}' cannot be read: {error.Message}", error))),
            path => path != output && !OptionsFile.IsIn(path));
        foreach (var path in files.Where(IsPhoto))
        {
            var parent = Path.GetDirectoryName(path)!;
            if (!own.TryGetValue(parent, out var results)) own.Add(parent, results = ResultJournal.FilesIn(parent));
            if (results.Contains(path)) continue;
            photos.Add(File(path, Path.GetDirectoryName(Path.GetRelativePath(folder, path)) ?? "", maxPixels));
        }

        return [.. photos.OrderBy(photo => photo.Path), .. unreadable];
    }

    private static List<PhotoInput> NotEmpty(List<PhotoInput> photos, string input) => photos.Count > 0
        ? photos
        : throw new FileNotFoundException($"There is no photo in '{input}'; files ending in {string.Join(", ", Endings)} are looked for.");

    private static PhotoInput File(string path, string folder, long maxPixels) =>
        new(
            path,
            folder,
            Path.GetFileNameWithoutExtension(path),
            rented => rented ? PhotoBatch.Load(path, maxPixels) : RgbImage.Load(path, maxPixels),
            path);

    private static RgbImage Standard(CliHost host, long maxPixels)
    {
        using var stream = host.OpenInput();
        return RgbImage.Load(stream, "stdin", maxPixels);
    }
}
