using System.Numerics;
using MaskClip.Storage;

namespace MaskClip.Edges;

/// <summary>Planes with a border of replicated pixels, so that neighbors are at fixed distances in memory everywhere.</summary>
internal sealed class PaddedPlanes
{
    private readonly int height;
    private readonly int width;
    private readonly int border;

    /// <summary>Allocates the planes.</summary>
    /// <param name="count">Planes.</param>
    /// <param name="height">Rows.</param>
    /// <param name="width">Columns.</param>
    /// <param name="border">Pixels of border on every side.</param>
    /// <param name="buffers">Rents the array; <see langword="null"/> allocates it.</param>
    public PaddedPlanes(int count, int height, int width, int border, RentedBuffers? buffers)
    {
        this.height = height;
        this.width = width;
        this.border = border;
        // Vectors read, and write, past a row's end: what follows is border or this slack.
        Stride = width + 2 * border + Vector<float>.Count;
        PlaneSize = (nint)Stride * (height + 2 * border);
        int length = checked((int)(count * PlaneSize) + Vector<float>.Count);
        Values = buffers?.Rent(length) ?? GC.AllocateUninitializedArray<float>(length);
    }

    /// <summary>From a row to the next one.</summary>
    public int Stride { get; }

    /// <summary>From a plane to the next one.</summary>
    public nint PlaneSize { get; }

    /// <summary>The planes.</summary>
    public float[] Values { get; }

    /// <summary>Where a row's first pixel is; its border is before it.</summary>
    public nint At(int plane, int y) => plane * PlaneSize + (nint)(y + border) * Stride + border;

    /// <summary>Takes planes <c>[c, height, width]</c> over, at most as many as there is room for.</summary>
    public void Fill(ReadOnlySpan<float> planes)
    {
        for (int row = 0; row < planes.Length / width; row++)
        {
            planes.Slice(row * width, width).CopyTo(Values.AsSpan((int)At(row / height, row % height)));
        }
    }

    /// <summary>Replicates the borders of the first planes.</summary>
    public void Pad(int count)
    {
        for (int plane = 0; plane < count; plane++)
        {
            for (int y = 0; y < height; y++)
            {
                var row = Values.AsSpan((int)At(plane, y) - border, width + 2 * border);
                row[..border].Fill(row[border]);
                row[^border..].Fill(row[border + width - 1]);
            }

            var top = Values.AsSpan((int)At(plane, 0) - border, Stride);
            var bottom = Values.AsSpan((int)At(plane, height - 1) - border, Stride);
            for (int i = 1; i <= border; i++)
            {
                top.CopyTo(Values.AsSpan((int)At(plane, -i) - border, Stride));
                bottom.CopyTo(Values.AsSpan((int)At(plane, height - 1 + i) - border, Stride));
            }
        }
    }

    /// <summary>Copies the first planes out, without borders.</summary>
    public void CopyTo(Span<float> planes)
    {
        for (int row = 0; row < planes.Length / width; row++)
        {
            Values.AsSpan((int)At(row / height, row % height), width).CopyTo(planes.Slice(row * width, width));
        }
    }
}
