using System.IO.Hashing;
using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.Errors;

namespace MaskClip.Labelling.Photos;

/// <summary>
/// The photos of a job in a file, one a line, in shards of a fixed number. Of the file only where shards begin is in memory.
/// </summary>
/// <remarks>Safe to use from several threads.</remarks>
internal sealed class PhotoList
{
    private readonly string path;
    private readonly int shardPhotos;
    private readonly long[] starts;

    private PhotoList(string path, int shardPhotos, long[] starts, long count, string hash)
    {
        (this.path, this.shardPhotos, this.starts) = (path, shardPhotos, starts);
        (Count, Hash) = (count, hash);
    }

    /// <summary>Photos.</summary>
    public long Count { get; }

    /// <summary>Checksum of the file.</summary>
    public string Hash { get; }

    /// <summary>Shards; the last one may have fewer photos.</summary>
    public int Shards => starts.Length;

    /// <summary>A line of the file.</summary>
    public static byte[] Line(ListedPhoto photo)
    {
        var json = new JsonObject { ["name"] = photo.Name, ["at"] = photo.Location };
        if (photo.Offset >= 0) (json["offset"], json["length"]) = (photo.Offset, photo.Length);
        return [.. JsonSerializer.SerializeToUtf8Bytes(json), (byte)'\n'];
    }

    /// <summary>Finds where shards begin.</summary>
    /// <exception cref="FormatException">The file does not end with a whole line.</exception>
    public static PhotoList Open(string path, int shardPhotos)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0, FileOptions.SequentialScan);
        var hash = new XxHash128();
        var buffer = new byte[1 << 20];
        List<long> starts = [];
        long lines = 0, position = 0, next = 0;
        for (int read; (read = file.Read(buffer)) > 0; position += read)
        {
            hash.Append(buffer.AsSpan(0, read));
            for (int at = 0; at < read;)
            {
                int end = buffer.AsSpan(at, read - at).IndexOf((byte)'\n');
                if (end < 0) break;
                if (lines++ % shardPhotos == 0) starts.Add(next);
                at += end + 1;
                next = position + at;
            }
        }

        if (next != position)
        {
            throw new FormatException(
                $"'{path}' is cut off in its last line. Give another folder and begin the job anew.");
        }
        return new PhotoList(path, shardPhotos, [.. starts], lines, Convert.ToHexStringLower(hash.GetCurrentHash()));
    }

    /// <summary>How many photos a shard has.</summary>
    public int CountOf(int shard) => (int)Math.Min(shardPhotos, Count - (long)shard * shardPhotos);

    /// <summary>The photos of a shard.</summary>
    /// <exception cref="FormatException">A line is damaged.</exception>
    public IReadOnlyList<ListedPhoto> Shard(int shard)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
        file.Position = starts[shard];
        var photos = new ListedPhoto[CountOf(shard)];
        using var reader = new StreamReader(file);
        for (int i = 0; i < photos.Length; i++) photos[i] = Read(reader.ReadLine() ?? "");
        return photos;
    }

    private ListedPhoto Read(string line)
    {
        try
        {
            var json = JsonText.ParseObject(System.Text.Encoding.UTF8.GetBytes(line));
            return new ListedPhoto(
                json["name"]!.GetValue<string>(),
                json["at"]!.GetValue<string>(),
                json["offset"]?.GetValue<long>() ?? -1,
                json["length"]?.GetValue<int>() ?? 0);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw new FormatException($"'{path}' has a line that is not a photo. Give another folder and begin the job anew.", error);
        }
    }
}
