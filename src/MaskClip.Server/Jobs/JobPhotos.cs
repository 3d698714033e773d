using MaskClip.Server.Photos;
using MaskClip.Server.Problems;
using Microsoft.Extensions.Options;

namespace MaskClip.Server.Jobs;

/// <summary>The photos of a job.</summary>
/// <param name="options">The folders that can be named.</param>
/// <param name="store">Photos that were sent.</param>
internal sealed class JobPhotos(IOptions<MaskClipServerOptions> options, PhotoStore store)
{
    private static readonly string[] Endings = [".jpg", ".jpeg", ".png", ".webp", ".bmp", ".gif"];

    /// <summary>The photos that a job names, each with what opens it.</summary>
    /// <exception cref="RequestProblem">There is no such folder, or neither folder nor photos are named.</exception>
    public IReadOnlyList<(string Name, Func<StoredPhoto> Open)> Of(JobRequest request)
    {
        if (request.Folder is { } name) return [.. Files(name)];
        if (request.Photos is { Count: > 0 } ids) return [.. ids.Select(id => (id, (Func<StoredPhoto>)(() => store.Find(id))))];
        throw RequestProblem.Invalid("The job has no photos. Name a folder in 'folder', or ids of photos in 'photos'.");
    }

    private IEnumerable<(string Name, Func<StoredPhoto> Open)> Files(string name)
    {
        // A client's text only chooses among the operator's folders; it is never a part of a path.
        if (!options.Value.Folders.TryGetValue(name, out var folder))
        {
            throw new RequestProblem(
                StatusCodes.Status404NotFound,
                "Unknown folder",
                options.Value.Folders.Count == 0
                    ? "The service was given no folders of photos. Start it with one, or send photos."
                    : $"There is no folder of this name. Available: {string.Join(", ", options.Value.Folders.Keys)}.");
        }

        foreach (var path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Order(StringComparer.Ordinal))
        {
            if (!Endings.Contains(Path.GetExtension(path), StringComparer.OrdinalIgnoreCase)) continue;
            yield return (Path.GetRelativePath(folder, path), () => Read(path));
        }
    }

    private StoredPhoto Read(string path)
    {
        long length = new FileInfo(path).Length, limit = options.Value.MaxBodyBytes;
        return length <= limit
            ? store.Add(File.ReadAllBytes(path))
            : throw RequestProblem.TooLarge("The file's length in bytes", length, limit, "Make it smaller.");
    }
}
