namespace MaskClip.Labelling.Photos;

/// <summary>A photo of a job.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Name">What annotations call it: a path below a folder, <c>/</c> between folders; no other photo of the job has it.</param>
/// <param name="Location">Its file, the tar that holds it, or its address (<c>http://</c> or <c>https://</c>).</param>
/// <param name="Offset">Its first byte in the tar; -1 for a file of its own.</param>
/// <param name="Length">How many bytes it has in the tar.</param>
public sealed record ListedPhoto(string Name, string Location, long Offset = -1, int Length = 0)
{
    /// <summary>Its file where it has one of its own; <see langword="null"/> otherwise.</summary>
    public string? Path => Offset < 0 && !IsWeb(Location) ? Location : null;

    /// <summary>What it is called in messages.</summary>
    public string Title => Offset < 0 ? Location : $"{Location}, '{Name}'";

    /// <summary>Whether a location is an address on the web.</summary>
    /// <param name="location">The location.</param>
    public static bool IsWeb(string location)
    {
        ArgumentNullException.ThrowIfNull(location);
        return location.StartsWith("http://", StringComparison.OrdinalIgnoreCase)
            || location.StartsWith("https://", StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Reads it.</summary>
    /// <param name="maxPixels">The most pixels (width times height) to accept; checked before anything is decoded.</param>
    /// <exception cref="ImageFormatException">It is not a picture that can be read.</exception>
    /// <exception cref="IOException">Its file cannot be read, or nothing answers at its address.</exception>
    public RgbImage Load(long maxPixels)
    {
        if (Path is { } path) return Batches.PhotoBatch.Load(path, maxPixels);
        using var stream = Open();
        return RgbImage.Load(stream, Title, maxPixels);
    }

    /// <summary>Opens its bytes.</summary>
    /// <exception cref="IOException">Its file cannot be read, or nothing answers at its address.</exception>
    public Stream Open()
    {
        if (IsWeb(Location)) return WebPhotos.Get(Location);
        if (Offset < 0) return File.OpenRead(Location);
        using var tar = new FileStream(Location, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        var bytes = new byte[Length];
        tar.Position = Offset;
        if (tar.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
            throw new IOException(
                $"{Location}: the tar ends within '{Name}': it is another one than when the job was made. Fetch it again.");
        return new MemoryStream(bytes, writable: false);
    }
}
