using MaskClip.Labelling.Jobs;
using MaskClip.Labelling.Photos;

namespace MaskClip.Label.Inputs;

/// <summary>A folder in which photos arrive: a photo is taken when two looks at it found the same size and date.</summary>
/// <param name="folder">The folder.</param>
/// <param name="sources">Lists it.</param>
/// <param name="job">The job that they are added to.</param>
internal sealed class WatchedFolder(string folder, PhotoSources sources, LabelJob job)
{
    private readonly HashSet<string> taken = [.. Enumerable.Range(0, job.Shards).SelectMany(job.PhotosOf).Select(photo => photo.Name)];
    private Dictionary<string, (long Length, DateTime Date)> seen = [];

    /// <summary>Looks at the folder and adds to the job what has arrived.</summary>
    /// <returns>How many photos were added.</returns>
    public long Look()
    {
        var now = new Dictionary<string, (long, DateTime)>(StringComparer.Ordinal);
        List<ListedPhoto> arrived = [];
        foreach (var photo in sources.Below(folder).Where(photo => !taken.Contains(photo.Name)))
        {
            var file = new FileInfo(photo.Location);
            if (!file.Exists) continue;
            now[photo.Name] = (file.Length, file.LastWriteTimeUtc);
            if (seen.TryGetValue(photo.Name, out var before) && before == now[photo.Name]) arrived.Add(photo);
        }

        seen = now;
        if (arrived.Count == 0) return 0;
        job.Append(arrived);
        foreach (var photo in arrived) taken.Add(photo.Name);
        return arrived.Count;
    }
}
