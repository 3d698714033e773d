using System.IO.Compression;

namespace MaskClip.Checkpoints.Torch;

/// <summary>A deflated archive entry: inflated when it is read, and kept as long as there is memory to spare.</summary>
/// <remarks>Whoever reads a part after the other inflates once; a model of gigabytes is not held twice for as long as it is open.</remarks>
internal sealed class InflatedBytes(MappedBytes archive, string name, long offset, long compressedLength, int length) : TensorBytes
{
    private readonly WeakReference<byte[]?> _content = new(null);

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Read()
    {
        if (_content.TryGetTarget(out var content)) return content;
        content = Inflate();
        _content.SetTarget(content);
        return content;
    }

    private byte[] Inflate()
    {
        try
        {
            using var call = archive.Begin();
            using var compressed = archive.Stream(offset, compressedLength);
            using var stream = new DeflateStream(compressed, CompressionMode.Decompress);
            var content = GC.AllocateUninitializedArray<byte>(length);
            int read = stream.ReadAtLeast(content, length, throwOnEndOfStream: false);
            if (read == length && stream.ReadByte() < 0) return content;
            throw new InvalidDataException(
                $"{(read < length ? read : $"more than {length}")} bytes came out where {length} were announced.");
        }
        catch (InvalidDataException e)
        {
            throw new CheckpointException(
                archive.Path, $"the archive's entry '{name}' cannot be inflated: {e.Message} Download the file again.", null, e);
        }
    }
}
