using System.Formats.Tar;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Inputs;
using MaskClip.Labelling.Jobs;
using MaskClip.Labelling.Photos;
using MaskClip.Storage;

namespace MaskClip.Label.Inputs;

/// <summary>
/// The photos behind folders, patterns, files, WebDataset's tars, lists and addresses, one after the other and in a fixed order: of each
/// only a checksum of its name stays in memory.
/// </summary>
/// <param name="host">The world around.</param>
/// <param name="output">The job's own folder, which is passed over.</param>
internal sealed class PhotoSources(CliHost host, string output)
{
    private readonly HashSet<UInt128> names = [];

    /// <summary>The photos, each under a name of its own.</summary>
    /// <exception cref="FileNotFoundException">An input is nowhere, or there is no photo in it.</exception>
    /// <exception cref="IOException">A folder cannot be read.</exception>
    public IEnumerable<ListedPhoto> List(IEnumerable<string> inputs)
    {
        foreach (var input in inputs)
        {
            bool isEmpty = true;
            foreach (var photo in Photos(input))
            {
                isEmpty = false;
                yield return photo with { Name = Own(photo.Name) };
            }

            if (isEmpty) throw new FileNotFoundException($"There is no photo in '{input}'.");
        }
    }

    /// <summary>The photos of a folder, under their paths below it.</summary>
    public IEnumerable<ListedPhoto> Below(string folder) => FolderWalk.Files(
            folder,
            (path, error) => throw new IOException($"The folder '{path}' cannot be read: {error.Message}", error),
            path => path != output && !LabelJob.IsIn(path) && !OptionsFile.IsIn(path))
        .Where(PhotoInputs.IsPhoto)
        .Select(path => new ListedPhoto(Path.GetRelativePath(folder, path).Replace('\\', '/'), path));

    private IEnumerable<ListedPhoto> Photos(string input)
    {
        if (ListedPhoto.IsWeb(input)) return [Remote(input)];
        var path = Path.GetFullPath(Path.Combine(host.Folder, input));
        if (Directory.Exists(path)) return Below(path);
        if (input.AsSpan().ContainsAny('*', '?')) return Matching(input);
        if (!File.Exists(path)) throw new FileNotFoundException($"There is no file or folder '{input}'.");
        if (PhotoInputs.IsPhoto(path)) return [new ListedPhoto(Path.GetFileName(path), path)];
        return path.EndsWith(".tar", StringComparison.OrdinalIgnoreCase) ? InTar(path) : InList(path);
    }

    // Tars of a pattern are each what they hold.
    private IEnumerable<ListedPhoto> Matching(string input)
    {
        if (!input.EndsWith(".tar", StringComparison.OrdinalIgnoreCase))
        {
            return PhotoInputs.Find([input], RgbImage.DefaultMaxPixels, host)
                .Where(photo => photo.Path is not null)
                .Select(photo => new ListedPhoto(
                    Path.Combine(photo.Folder, Path.GetFileName(photo.Path!)).Replace('\\', '/'), Path.GetFullPath(photo.Path!)));
        }

        var pattern = Path.GetFullPath(Path.Combine(host.Folder, input));
        return Directory.EnumerateFiles(Path.GetDirectoryName(pattern)!, Path.GetFileName(pattern))
            .Order(StringComparer.Ordinal)
            .SelectMany(InTar);
    }

    private static IEnumerable<ListedPhoto> InTar(string path)
    {
        using var file = File.OpenRead(path);
        TarHeaders.Check(path, file);
        using var reader = new TarReader(file);
        var stem = Path.GetFileNameWithoutExtension(path);
        while (reader.GetNextEntry() is { } entry)
        {
            bool isFile = entry.EntryType is TarEntryType.RegularFile or TarEntryType.V7RegularFile;
            if (!isFile || !PhotoInputs.IsPhoto(entry.Name) || IsMask(entry.Name)) continue;
            yield return new ListedPhoto($"{stem}/{Plain(entry.Name)}", path, entry.DataOffset, (int)entry.Length);
        }
    }

    // What this library's own tars hold beside photos.
    private static bool IsMask(string name) => name.EndsWith(".mask.png", StringComparison.OrdinalIgnoreCase);

    private static IEnumerable<ListedPhoto> InList(string path)
    {
        var folder = Path.GetDirectoryName(path)!;
        foreach (var line in File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#'))
        {
            if (line.Contains('\0'))
                throw new FormatException($"'{path}' is not a list of photos. Expected one path or address on each line.");
            yield return ListedPhoto.IsWeb(line) ? Remote(line) : new ListedPhoto(
                Path.IsPathRooted(line) ? Path.GetFileName(line) : Plain(line), Path.GetFullPath(Path.Combine(folder, line)));
        }
    }

    private static ListedPhoto Remote(string address)
    {
        var path = Uri.TryCreate(address, UriKind.Absolute, out var uri) ? Uri.UnescapeDataString(uri.AbsolutePath) : address;
        return new ListedPhoto(Plain(path[(path.LastIndexOf('/') + 1)..]) is { Length: > 0 } name ? name : "photo", address);
    }

    // A path below a folder, whatever was written.
    private static string Plain(string path)
    {
        string[] parts = path.Replace('\\', '/').Split('/', StringSplitOptions.RemoveEmptyEntries);
        return parts.Any(part => part is ".." or ".") || path.Contains(':') ? parts[^1].Replace(':', '_') : string.Join('/', parts);
    }

    private string Own(string name)
    {
        var own = name;
        var ending = Path.GetExtension(name);
        for (int number = 2; !names.Add(Hash(own)); number++)
            own = FormattableString.Invariant($"{name[..^ending.Length]}-{number}{ending}");
        return own;
    }

    // Names that a file system takes for one are one.
    private static UInt128 Hash(string name) =>
        MemoryMarshal.Read<UInt128>(XxHash128.Hash(Encoding.UTF8.GetBytes(name.ToLowerInvariant())));
}
