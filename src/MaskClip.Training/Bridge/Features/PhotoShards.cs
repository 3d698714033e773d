using System.Globalization;
using System.IO.Hashing;
using System.Text;
using System.Text.Json;
using MaskClip.Checkpoints;
using MaskClip.Errors;
using MaskClip.Training.Photos;

namespace MaskClip.Training.Bridge.Features;

/// <summary>
/// What a frozen network gave for photos, on disk: a file for some photos at a time, so that a run that was killed goes on with what is
/// there.
/// </summary>
/// <remarks>
/// A file's name is a checksum of the network, the size and its photos' stamps: other photos, or the same ones written anew, are another
/// file, and runs with the same photos
/// share what they have.
/// </remarks>
internal sealed class PhotoShards : IDisposable
{
    private const string SkippedKey = "skipped";
    private const int Ahead = 4;

    private readonly IReadOnlyList<BridgePhoto> photos;
    private readonly int each;
    private readonly string[] paths;
    private readonly SafetensorsFile?[] files;
    private readonly List<SkippedPhoto> skipped = [];

    /// <summary>Names the files.</summary>
    /// <param name="folder">Where they are.</param>
    /// <param name="kind">What is kept, the beginning of their names.</param>
    /// <param name="key">The network, the size, and whatever else decides the numbers.</param>
    /// <param name="photos">The photos.</param>
    /// <param name="each">Photos of a file.</param>
    public PhotoShards(string folder, string kind, string key, IReadOnlyList<BridgePhoto> photos, int each)
    {
        this.photos = photos;
        this.each = each;
        paths = [.. photos.Chunk(each).Select(part => Path.Combine(folder, $"{kind}-{Checksum(key, part)}.safetensors"))];
        files = new SafetensorsFile?[paths.Length];
    }

    /// <summary>How many photos there are.</summary>
    public int Count => photos.Count;

    /// <summary>Photos that could not be read, of those that are done.</summary>
    public IReadOnlyList<SkippedPhoto> Skipped => skipped;

    /// <summary>The files that are missing are made.</summary>
    /// <param name="compute">What is kept of a photo.</param>
    /// <param name="report">Is told how many photos are done, and how many of these were there already.</param>
    /// <param name="cancellationToken">Stops between two photos; files that are done stay.</param>
    public void Fill(Func<RgbImage, CancellationToken, IEnumerable<ShardTensor>> compute, Action<int, int> report,
        CancellationToken cancellationToken)
    {
        int found = 0;
        for (int shard = 0; shard < paths.Length; shard++)
        {
            int first = shard * each, count = Math.Min(each, photos.Count - first);
            if (Open(shard))
            {
                found += count;
                report(first + count, found);
            }
            else
            {
                Make(shard, compute, at => report(first + at, found), cancellationToken);
            }
        }
    }

    /// <summary>A tensor of a photo; <see langword="null"/> where the photo could not be read.</summary>
    public CheckpointTensor? Find(int photo, string name)
    {
        var file = files[photo / each] ?? throw new InvalidOperationException("The features were not made yet.");
        return file.Tensors.GetValueOrDefault(Name(photo % each, name));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var file in files) file?.Dispose();
    }

    private void Make(int shard, Func<RgbImage, CancellationToken, IEnumerable<ShardTensor>> compute, Action<int> report,
        CancellationToken cancellationToken)
    {
        int first = shard * each, count = Math.Min(each, photos.Count - first);
        using var prefetch = new Prefetch<(RgbImage? Photo, string Reason)>((number, _) =>
            Load(photos[(int)number]), first, first + count, Ahead, cancellationToken);
        var tensors = new List<SafetensorsEntry>();
        var reasons = new SortedDictionary<int, string>();
        for (int at = 0; at < count; at++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var (photo, reason) = prefetch.Take();
            if (photo is null) reasons.Add(at, reason);
            else tensors.AddRange(compute(photo, cancellationToken)
                .Select(one => new SafetensorsEntry(Name(at, one.Name), ElementType.Float16, one.Shape, one.Bits)));
            report(at + 1);
        }

        SafetensorsWriter.Write(paths[shard], tensors, new Dictionary<string, string> { [SkippedKey] = JsonSerializer.Serialize(reasons) });
        if (!Open(shard)) throw new IOException($"{paths[shard]} was written and cannot be read.");
    }

    private bool Open(int shard)
    {
        if (!File.Exists(paths[shard])) return false;
        try
        {
            files[shard] = SafetensorsFile.Open(paths[shard]);
        }
        catch (CheckpointException)
        {
            return false; // cut off by a full disk or a copy that was broken off: it is made anew
        }

        if (!files[shard]!.Metadata.TryGetValue(SkippedKey, out var text)) return true;
        if (Reasons(text, Math.Min(each, photos.Count - shard * each)) is not { } reasons)
        {
            files[shard]!.Dispose();
            files[shard] = null;
            return false;
        }

        skipped.AddRange(reasons.Select(one => new SkippedPhoto(photos[shard * each + one.Key].Name, one.Value)));
        return true;
    }

    private static SortedDictionary<int, string>? Reasons(string text, int count)
    {
        try
        {
            var reasons = JsonSerializer.Deserialize<SortedDictionary<int, string>>(JsonText.ParseObject(text));
            return reasons is not null && reasons.Keys.All(at => at >= 0 && at < count) ? reasons : null;
        }
        catch (JsonException)
        {
            return null; // damaged: the file is made anew
        }
    }

    private static (RgbImage? Photo, string Reason) Load(BridgePhoto photo)
    {
        try
        {
            return (photo.Load(), "");
        }
        catch (Exception error) when (error is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            return (null, error.Message);
        }
    }

    private static string Name(int at, string name) => string.Create(CultureInfo.InvariantCulture, $"{at}.{name}");

    private static string Checksum(string key, IEnumerable<BridgePhoto> photos) =>
        Convert.ToHexStringLower(XxHash128.Hash(
            Encoding.UTF8.GetBytes(string.Join('\n', photos.Select(photo => photo.Stamp).Prepend(key)))));
}
