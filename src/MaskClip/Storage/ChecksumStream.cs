using System.IO.Hashing;

namespace MaskClip.Storage;

/// <summary>Computes the checksum of what is written while it is written, so that a large file is not read again for it.</summary>
/// <remarks>
/// It goes forward, and what else streams may do is refused as <see cref="Stream"/> prescribes. For one thread, as every stream.
/// </remarks>
/// <param name="inner">Where the bytes go; left open.</param>
internal sealed class ChecksumStream(Stream inner) : Stream
{
    private readonly XxHash128 hash = new();
    private long written;

    public override bool CanRead => false;

    public override bool CanSeek => false;

    public override bool CanWrite => true;

    public override long Length => written;

    public override long Position { get => written; set => throw new NotSupportedException(); }

    /// <summary>Length and XXH3 checksum (128 bits, hexadecimal) of what was written.</summary>
    public string Fingerprint => VerifiedCache.Fingerprint(written, hash);

    public override void Write(ReadOnlySpan<byte> buffer)
    {
        hash.Append(buffer);
        inner.Write(buffer);
        written += buffer.Length;
    }

    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    public override void Flush() => inner.Flush();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    public override void SetLength(long value) => throw new NotSupportedException();
}
