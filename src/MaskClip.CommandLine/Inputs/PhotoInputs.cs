using System.IO.Enumeration;

namespace MaskClip.CommandLine.Inputs;

/// <summary>Finds the photos behind files, folders, patterns and <c>-</c>.</summary>
internal static class PhotoInputs
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"];

    /// <summary>The photos, in a fixed order.</summary>
    /// <remarks>An input that is nowhere is a photo that cannot be read: it stops none of the others.</remarks>
    /// <exception cref="FileNotFoundException">None of the inputs is anywhere, or there is nothing in them.</exception>
    public static IReadOnlyList<PhotoInput> Find(IEnumerable<string> inputs, long maxPixels, CliHost host)
    {
        var found = new List<PhotoInput>();
        var missing = new List<FileNotFoundException>();
        foreach (var input in inputs)
        {
            try
            {
                if (input == "-") found.Add(new PhotoInput("stdin", "", "stdin", _ => Standard(host, maxPixels)));
                else found.AddRange(Files(input, host).Select(file => File(file.Path, file.Folder, maxPixels)));
            }
            catch (FileNotFoundException error)
            {
                missing.Add(error);
                found.Add(new PhotoInput(input, "", "missing", _ => throw new FileNotFoundException(error.Message, error)));
            }
        }

        return missing.Count == 0 || missing.Count < found.Count ? Distinct(found) : throw missing[0];
    }

    private static IEnumerable<(string Path, string Folder)> Files(string input, CliHost host)
    {
        var path = Path.Combine(host.Folder, input);
        if (System.IO.File.Exists(path)) return [(path, "")];
        if (Directory.Exists(path)) return NotEmpty(Below(path, "*", SearchOption.AllDirectories), input);
        var pattern = Path.GetFileName(input);
        var folder = Path.GetDirectoryName(path)!;
        if (!pattern.AsSpan().ContainsAny('*', '?')) throw new FileNotFoundException($"There is no file or folder '{input}'.");
        if (!Directory.Exists(folder)) throw new FileNotFoundException($"There is no folder '{folder}' for the pattern '{input}'.");
        return NotEmpty(Below(folder, pattern, SearchOption.TopDirectoryOnly), input);
    }

    private static List<(string Path, string Folder)> Below(string folder, string pattern, SearchOption depth) =>
        [.. from path in Directory.EnumerateFiles(folder, "*", depth)
            where Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)
            where FileSystemName.MatchesSimpleExpression(pattern, Path.GetFileName(path))
            orderby path
            select (path, Path.GetDirectoryName(Path.GetRelativePath(folder, path)) ?? "")];

    private static List<(string Path, string Folder)> NotEmpty(List<(string Path, string Folder)> files, string input) => files.Count > 0
        ? files
        : throw new FileNotFoundException($"There is no photo in '{input}'; files ending in {string.Join(", ", Endings)} are looked for.");

    private static PhotoInput File(string path, string folder, long maxPixels) =>
        new(
            path,
            folder,
            Path.GetFileNameWithoutExtension(path),
            lent => lent ? RgbImage.Rent(path, maxPixels) : RgbImage.Load(path, maxPixels));

    private static RgbImage Standard(CliHost host, long maxPixels)
    {
        using var stream = host.OpenInput();
        return RgbImage.Load(stream, "stdin", maxPixels);
    }

    /// <summary>Numbers photos whose results would have the same names: a.jpg and a.png, or two folders' cat.jpg.</summary>
    private static List<PhotoInput> Distinct(List<PhotoInput> photos)
    {
        var taken = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
        var result = new List<PhotoInput>();
        foreach (var photo in photos)
        {
            var stem = photo.Stem;
            for (int number = 2; !taken.Add(Path.Combine(photo.Folder, stem)); number++) stem = $"{photo.Stem}-{number}";
            result.Add(photo with { Stem = stem });
        }

        return result;
    }
}
