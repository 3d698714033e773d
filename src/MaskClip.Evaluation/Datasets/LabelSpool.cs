using System.Buffers;
using System.IO.Hashing;
using Microsoft.Win32.SafeHandles;

namespace MaskClip.Evaluation.Datasets;

/// <summary>Label maps in a temporary file, as runs of equal labels; several threads may read while nobody adds.</summary>
internal sealed class LabelSpool : IDisposable
{
    private readonly SafeFileHandle file = File.OpenHandle(
        Path.Combine(Path.GetTempPath(), $"maskclip-{Guid.NewGuid():N}.tmp"),
        FileMode.CreateNew,
        FileAccess.ReadWrite,
        FileShare.None,
        FileOptions.DeleteOnClose | FileOptions.RandomAccess);
    private readonly ArrayBufferWriter<byte> buffer = new();
    private long end;

    /// <summary>Adds a map, and its bytes to a checksum.</summary>
    /// <returns>Where it lies.</returns>
    public (long Offset, int Length) Add(LabelMap map, XxHash128 hash)
    {
        buffer.ResetWrittenCount();
        Write((uint)map.Width);
        Write((uint)map.Height);
        var labels = map.Labels.AsSpan();
        while (labels.Length > 0)
        {
            int length = labels.IndexOfAnyExcept(labels[0]) is var other && other < 0 ? labels.Length : other;
            Write(labels[0]);
            Write((uint)length);
            labels = labels[length..];
        }

        hash.Append(buffer.WrittenSpan);
        RandomAccess.Write(file, buffer.WrittenSpan, end);
        var place = (end, buffer.WrittenCount);
        end += buffer.WrittenCount;
        return place;
    }

    /// <summary>Reads a map.</summary>
    public LabelMap Read(long offset, int length)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(length);
        try
        {
            for (int got = 0, count; got < length; got += count)
            {
                count = RandomAccess.Read(file, bytes.AsSpan(got, length - got), offset + got);
                if (count == 0) throw new EndOfStreamException("The temporary file with label maps was cut off.");
            }

            return Decode(bytes.AsSpan(0, length));
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static LabelMap Decode(ReadOnlySpan<byte> bytes)
    {
        int width = (int)Next(ref bytes), height = (int)Next(ref bytes);
        var labels = new ushort[width * height];
        var rest = labels.AsSpan();
        while (bytes.Length > 0)
        {
            ushort label = (ushort)Next(ref bytes);
            int count = (int)Next(ref bytes);
            rest[..count].Fill(label);
            rest = rest[count..];
        }

        return new LabelMap(width, height, labels);
    }

    // Seven bits a byte, the lowest first.
    private void Write(uint number)
    {
        var span = buffer.GetSpan(5);
        int count = 0;
        for (; number >= 0x80; number >>= 7) span[count++] = (byte)(number | 0x80);
        span[count++] = (byte)number;
        buffer.Advance(count);
    }

    private static uint Next(ref ReadOnlySpan<byte> bytes)
    {
        uint number = 0;
        for (int shift = 0, i = 0; ; i++, shift += 7)
        {
            number |= (uint)(bytes[i] & 0x7f) << shift;
            if (bytes[i] >= 0x80) continue;
            bytes = bytes[(i + 1)..];
            return number;
        }
    }
}
