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
            // Grows with what is really there: a false length costs nothing.
            using var content = new MemoryStream();
            var buffer = new byte[1 << 16];
            for (int read; (read = stream.Read(buffer)) > 0 && content.Length <= length;) content.Write(buffer.AsSpan(0, read));
            if (content.Length == length) return content.ToArray();
            throw new InvalidDataException($"{content.Length} bytes came out where {length} were announced.");
        }
        catch (InvalidDataException e)
        {
            throw new CheckpointException(
                archive.Path, $"the archive's entry '{name}' cannot be inflated: {e.Message} Download the file again.", null, e);
        }
    }
}
