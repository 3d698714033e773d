using System.Buffers.Binary;
using System.IO.Compression;

namespace MaskClip.Checkpoints.Torch;

/// <summary>An entry of a zip archive, as its central directory describes it.</summary>
internal sealed record ZipEntry(string Name, int Method, int Flags, long CompressedLength, long Length, long HeaderOffset)
{
    private const uint LocalSignature = 0x04034b50;
    private const int LocalLength = 30;
    private const int Stored = 0;
    private const int Deflated = 8;

    // Deflate cannot do better than 1032 : 1 (zlib's technical notes); more is a lie that would only cost memory.
    private const long MaxRatio = 1032;

    /// <summary>The entry's content: mapped where it is stored as it is, else inflated when it is read.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="budget">Pays for what is inflated.</param>
    public TensorBytes Open(MappedBytes archive, ReadingBudget budget)
    {
        var start = Start(archive);
        if (Method == Stored) return new MappedRange(archive, start, (int)Length);
        budget.Take(Length);
        return new InflatedBytes(archive, Name, start, CompressedLength, (int)Length);
    }

    /// <summary>The first bytes of the entry's content, without inflating the rest.</summary>
    /// <param name="archive">The archive.</param>
    /// <param name="count">How many bytes; fewer come where the entry has no more.</param>
    public byte[] Begin(MappedBytes archive, int count)
    {
        var start = Start(archive);
        var begin = new byte[(int)Math.Min(count, Length)];
        using Stream stored = archive.Stream(start, CompressedLength);
        using var content = Method == Stored ? stored : new DeflateStream(stored, CompressionMode.Decompress);
        try
        {
            return begin[..content.ReadAtLeast(begin, begin.Length, throwOnEndOfStream: false)];
        }
        catch (InvalidDataException error)
        {
            throw Error(archive, $"it cannot be inflated ({error.Message.TrimEnd('.')})");
        }
    }

    /// <summary>Where the content begins, once everything that is said of it was checked.</summary>
    private long Start(MappedBytes archive)
    {
        if (!archive.Contains(HeaderOffset, LocalLength)) throw Error(archive, "its header lies outside the file");
        var header = archive.Slice(HeaderOffset, LocalLength);
        if (BinaryPrimitives.ReadUInt32LittleEndian(header) != LocalSignature)
        {
            throw Error(archive, "its header is not where the directory says");
        }

        if ((Flags & 1) != 0) throw Error(archive, "it is encrypted, which is not supported");
        var start = HeaderOffset + LocalLength
            + BinaryPrimitives.ReadUInt16LittleEndian(header[26..]) + BinaryPrimitives.ReadUInt16LittleEndian(header[28..]);
        if (!archive.Contains(start, CompressedLength)) throw Error(archive, $"its {CompressedLength} bytes reach beyond the file");
        if (Length > Array.MaxLength) throw Error(archive, $"it has {Length} bytes, 2 GiB are the limit for one storage");
        switch (Method)
        {
            case Stored when CompressedLength == Length:
            case Deflated when Length <= (CompressedLength + 1) * MaxRatio:
                return start;
            case Stored or Deflated:
                throw Error(archive, $"{CompressedLength} stored bytes cannot hold the {Length} that it claims");
            default:
                throw Error(archive, $"its compression method {Method} is not supported; stored and deflated are");
        }
    }

    private CheckpointException Error(MappedBytes archive, string error) =>
        new(archive.Path, $"the archive's entry '{Name}' cannot be read: {error}. Download the file or save it again.");
}
