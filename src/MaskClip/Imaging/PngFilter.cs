using System.Numerics.Tensors;

namespace MaskClip.Imaging;

/// <summary>The five row filters of PNG (specification, section 9.2) for samples of at most one byte a pixel.</summary>
internal static class PngFilter
{
    /// <summary>Restores a row in place.</summary>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above)
    {
        byte left = 0, aboveLeft = 0;
        switch (filter)
        {
            case 1:
                foreach (ref byte value in row) left = value += left;
                break;
            case 2:
                TensorPrimitives.Add(row, above, row);
                break;
            case 3:
                for (int i = 0; i < row.Length; i++) left = row[i] += (byte)(left + above[i] >> 1);
                break;
            case 4:
                for (int i = 0; i < row.Length; i++)
                {
                    left = row[i] += Paeth(left, above[i], aboveLeft);
                    aboveLeft = above[i];
                }

                break;
        }
    }

    private static byte Paeth(byte left, byte above, byte aboveLeft)
    {
        int estimate = left + above - aboveLeft;
        int toLeft = Math.Abs(estimate - left), toAbove = Math.Abs(estimate - above), toAboveLeft = Math.Abs(estimate - aboveLeft);
        if (toLeft <= toAbove && toLeft <= toAboveLeft) return left;
        return toAbove <= toAboveLeft ? above : aboveLeft;
    }
}
