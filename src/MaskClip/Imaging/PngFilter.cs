using System.Numerics.Tensors;

namespace MaskClip.Imaging;

/// <summary>The five row filters of PNG (specification, section 9.2) for pixels of one or two bytes.</summary>
internal static class PngFilter
{
    /// <summary>Restores a row in place.</summary>
    /// <param name="filter">0 to 4.</param>
    /// <param name="row">The row.</param>
    /// <param name="above">The row above, restored.</param>
    /// <param name="pixel">Bytes of a pixel: 1, also where several pixels share a byte, or 2.</param>
    public static void Undo(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixel)
    {
        if (pixel > 1 && filter != 2)
        {
            UndoWide(filter, row, above, pixel);
            return;
        }

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

    private static void UndoWide(int filter, Span<byte> row, ReadOnlySpan<byte> above, int pixel)
    {
        for (int i = 0; i < row.Length; i++)
        {
            byte left = i < pixel ? (byte)0 : row[i - pixel], aboveLeft = i < pixel ? (byte)0 : above[i - pixel];
            row[i] += filter switch
            {
                1 => left,
                3 => (byte)(left + above[i] >> 1),
                4 => Paeth(left, above[i], aboveLeft),
                _ => 0,
            };
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
