namespace MaskClip.Models;

/// <summary>One file as somebody publishes it.</summary>
/// <param name="Name">What it is called, for people.</param>
/// <param name="Url">Where it is.</param>
/// <param name="Checksum">What its bytes must hash to.</param>
/// <param name="Size">Its bytes; <see langword="null"/> where the publisher does not say.</param>
/// <param name="MaxSize">Where the size is not known: more bytes than this it cannot have.</param>
internal sealed record RemoteFile(string Name, Uri Url, FileChecksum Checksum, long? Size, long MaxSize)
{
    /// <summary>A file whose size is published.</summary>
    public RemoteFile(string name, Uri url, FileChecksum checksum, long size)
        : this(name, url, checksum, size, size)
    {
    }
}
