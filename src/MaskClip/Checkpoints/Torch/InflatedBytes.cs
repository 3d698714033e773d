using System.IO.Compression;

namespace MaskClip.Checkpoints.Torch;

/// <summary>A deflated archive entry: inflated on the first read and kept.</summary>
internal sealed class InflatedBytes(MappedBytes archive, string name, long offset, long compressedLength, int length) : TensorBytes
{
    private byte[]? _content;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Read() => _content ??= Inflate();

    private byte[] Inflate()
    {
        try
        {
            using var compressed = archive.Stream(offset, compressedLength);
            using var stream = new DeflateStream(compressed, CompressionMode.Decompress);
            var content = GC.AllocateUninitializedArray<byte>(length);
            int read = stream.ReadAtLeast(content, length, throwOnEndOfStream: false);
            if (read == length && stream.ReadByte() < 0) return content;
            throw new InvalidDataException($"{(read < length ? read : $"more than {length}")} bytes came out where {length} were announced.");
        }
        catch (InvalidDataException e)
        {
            throw new CheckpointException(
                archive.Path, $"the archive's entry '{name}' cannot be inflated: {e.Message} Download the file again.", null, e);
        }
    }
}
