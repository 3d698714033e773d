namespace MaskClip.Fuzz;

/// <summary>A stream that reads and writes in small parts, and fails at a byte: a network that breaks off, a disk that is full.</summary>
/// <remarks>It goes forward only, as a network does: length, position and seeking are refused as <see cref="Stream"/> prescribes.</remarks>
/// <param name="content">What is read.</param>
/// <param name="failsAt">The byte at which it fails; none, where it is negative.</param>
/// <param name="part">The most bytes of a read.</param>
internal sealed class FaultyStream(byte[] content, int failsAt, int part) : Stream
{
    private int at;

    /// <summary>What it fails with.</summary>
    public const string Fault = "the fault that was put in";

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count)
    {
        if (failsAt >= 0 && at >= failsAt) throw new IOException(Fault);
        int length = Math.Min(Math.Min(count, part), content.Length - at);
        if (failsAt >= 0) length = Math.Min(length, failsAt - at);
        Array.Copy(content, at, buffer, offset, length);
        at += length;
        return length;
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count)
    {
        at += count;
        if (failsAt >= 0 && at > failsAt) throw new IOException(Fault);
    }

    /// <inheritdoc/>
    public override void Flush()
    {
        if (failsAt >= 0 && at > failsAt) throw new IOException(Fault);
    }

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();
}
