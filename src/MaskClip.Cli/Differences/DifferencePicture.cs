using MaskClip.Evaluation;

namespace MaskClip.Cli.Differences;

/// <summary>
/// Where two label maps agree and differ, drawn over the photo in gray, in colors that people with color-blindness tell apart.
/// </summary>
internal static class DifferencePicture
{
    private const int Photo = 128;

    // Okabe and Ito, "Color Universal Design", 2008: bluish green, vermilion, blue, yellow.
    private static readonly (byte Red, byte Green, byte Blue) Same = (0, 158, 115), Removed = (213, 94, 0), Added = (0, 114, 178),
        Changed = (240, 228, 66), Void = (255, 255, 255);

    /// <summary>
    /// Draws: what both have is green, what only the first has vermilion, what only the second has blue, another class yellow, void white;
    /// the background of both is the photo alone.
    /// </summary>
    /// <param name="first">Labels of the first set.</param>
    /// <param name="second">Labels of the second set, of the same size.</param>
    /// <param name="classes">The classes of both.</param>
    /// <param name="photo">The photo; <see langword="null"/>, or one of another size, is a gray ground.</param>
    public static RgbImage Draw(LabelMap first, LabelMap second, LabelClasses classes, RgbImage? photo)
    {
        var (width, height) = (first.Width, first.Height);
        var ground = photo is not null && (photo.Width, photo.Height) == (width, height) ? photo.Pixels : default;
        var pixels = new byte[3 * width * height];
        for (int i = 0; i < first.Labels.Length; i++)
        {
            // ITU-R BT.601, as gray values of photos are made.
            byte gray = ground.IsEmpty
                ? (byte)Photo
                : (byte)((299 * ground[3 * i] + 587 * ground[3 * i + 1] + 114 * ground[3 * i + 2] + 500) / 1000);
            var color = Color(first.Labels[i], second.Labels[i], classes);
            pixels[3 * i] = color is { } red ? (byte)((gray + red.Red) / 2) : gray;
            pixels[3 * i + 1] = color is { } green ? (byte)((gray + green.Green) / 2) : gray;
            pixels[3 * i + 2] = color is { } blue ? (byte)((gray + blue.Blue) / 2) : gray;
        }

        return new RgbImage(width, height, pixels);
    }

    private static (byte Red, byte Green, byte Blue)? Color(ushort first, ushort second, LabelClasses classes)
    {
        if (first == Segmentation.Ignore || second == Segmentation.Ignore) return Void;
        ushort one = classes.OfFirst[first], other = classes.OfSecond[second];
        if (one == other) return one == 0 ? null : Same;
        return one == 0 ? Added : other == 0 ? Removed : Changed;
    }
}
