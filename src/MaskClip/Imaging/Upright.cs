namespace MaskClip.Imaging;

/// <summary>Undoes the rotation and mirroring that a camera noted in its EXIF orientation.</summary>
internal static class Upright
{
    /// <summary>Turns a picture upright.</summary>
    /// <param name="stored">The picture as stored; its memory is returned if it is rented and the result is another picture.</param>
    /// <param name="orientation">EXIF tag 0x0112, 1..8 (EXIF 2.32, 4.6.4): where the stored first row and first column belong.</param>
    public static RgbImage Turn(RgbImage stored, int orientation)
    {
        if (orientation is < 2 or > 8) return stored;
        int width = stored.Width, height = stored.Height;

        // Offset of the stored pixel for the upright origin, and the steps in the stored picture for one pixel right and one down.
        var (origin, right, down) = orientation switch
        {
            2 => (width - 1, -1, width),
            3 => (width * height - 1, -1, -width),
            4 => (width * (height - 1), 1, -width),
            5 => (0, width, 1),
            6 => (width * (height - 1), -width, 1),
            7 => (width * height - 1, -width, -1),
            _ => (width - 1, width, -1),
        };
        var (newWidth, newHeight) = orientation >= 5 ? (height, width) : (width, height);
        var turned = RgbImage.Allocate(newWidth, newHeight, stored.IsRented);
        Copy(stored.Data, turned.Data, newWidth, newHeight, origin, right, down);
        stored.Return();
        return turned;
    }

    private static void Copy(byte[] from, byte[] to, int width, int height, int origin, int right, int down)
    {
        int at = 0;
        for (int y = 0; y < height; y++)
        {
            int pixel = 3 * (origin + y * down);
            for (int x = 0; x < width; x++, pixel += 3 * right, at += 3)
            {
                to[at] = from[pixel];
                to[at + 1] = from[pixel + 1];
                to[at + 2] = from[pixel + 2];
            }
        }
    }
}
