using System.Buffers;
using System.Buffers.Binary;
using System.IO.Hashing;

namespace MaskClip.Imaging;

/// <summary>
/// Parts of a PNG file (specification, section 5.3). What is written to it as a stream becomes chunks of compressed pixels.
/// </summary>
/// <remarks>
/// It is a stream only because zlib writes into one: it goes forward, and what else streams may do is refused as <see cref="Stream"/>
/// prescribes.
/// </remarks>
/// <param name="file">The file; left open.</param>
internal sealed class PngChunks(Stream file) : Stream
{
    // Length and type before the data, check sum behind.
    private const int Before = 8, Behind = 4, Most = (1 << 16) - Before - Behind;

    private readonly byte[] chunk = ArrayPool<byte>.Shared.Rent(Before + Most + Behind);
    private int length;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => throw new NotSupportedException();

    public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

    /// <summary>The check sum of a chunk's type and data (annex D).</summary>
    public static uint CheckSum(ReadOnlySpan<byte> typeAndData) => Crc32.HashToUInt32(typeAndData);

    /// <summary>Writes one chunk that is known whole.</summary>
    /// <param name="type">Its four letters.</param>
    /// <param name="data">At most 65,524 bytes.</param>
    public void WriteWhole(ReadOnlySpan<byte> type, ReadOnlySpan<byte> data)
    {
        data.CopyTo(chunk.AsSpan(Before, Most));
        length = data.Length;
        End(type);
    }

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        while (!buffer.IsEmpty)
        {
            int part = Math.Min(buffer.Length, Most - length);
            buffer[..part].CopyTo(chunk.AsSpan(Before + length));
            length += part;
            buffer = buffer[part..];
            if (length == Most) Flush();
        }
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Ends a chunk of compressed pixels.</summary>
    public override void Flush()
    {
        if (length > 0) End("IDAT"u8);
    }

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();

    protected override void Dispose(bool disposing)
    {
        if (disposing) ArrayPool<byte>.Shared.Return(chunk);
        base.Dispose(disposing);
    }

    private void End(ReadOnlySpan<byte> type)
    {
        BinaryPrimitives.WriteInt32BigEndian(chunk, length);
        type.CopyTo(chunk.AsSpan(4));
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(Before + length), CheckSum(chunk.AsSpan(4, 4 + length)));
        file.Write(chunk, 0, Before + length + Behind);
        length = 0;
    }
}
