namespace MaskClip.Annotations.Shapes;

/// <summary>How far two regions cover each other, as COCO's evaluation counts it.</summary>
/// <remarks>The rules of <c>rleIou</c> and <c>bbIou</c> in cocodataset/cocoapi.</remarks>
public static class CocoOverlap
{
    /// <summary>How many pixels two masks have in common.</summary>
    /// <param name="one">A mask.</param>
    /// <param name="other">A mask of the same photo.</param>
    /// <exception cref="ArgumentException">They are of photos of two sizes.</exception>
    public static long Intersection(RegionMask one, RegionMask other)
    {
        ArgumentNullException.ThrowIfNull(one);
        ArgumentNullException.ThrowIfNull(other);
        if ((one.Width, one.Height) != (other.Width, other.Height))
        {
            throw new ArgumentException(
                $"Masks of photos of {one.Width}x{one.Height} and {other.Width}x{other.Height} pixels cannot be compared.", nameof(other));
        }

        ReadOnlySpan<PixelRun> a = one.Runs, b = other.Runs;
        long common = 0;
        for (int i = 0, j = 0; i < a.Length && j < b.Length;)
        {
            if (a[i].Y == b[j].Y)
                common += Math.Max(0, Math.Min(a[i].X + a[i].Length, b[j].X + b[j].Length) - Math.Max(a[i].X, b[j].X));
            bool isFirstOver = a[i].Y != b[j].Y ? a[i].Y < b[j].Y : a[i].X + a[i].Length <= b[j].X + b[j].Length;
            if (isFirstOver) i++;
            else j++;
        }

        return common;
    }

    /// <summary>Intersection over union of two masks.</summary>
    /// <param name="detection">What was found.</param>
    /// <param name="truth">What is there.</param>
    /// <param name="isCrowd">Whether that is a crowd: the intersection is divided by the detection's area then.</param>
    /// <returns>0..1; 0 where there is nothing to divide by.</returns>
    /// <exception cref="ArgumentException">They are of photos of two sizes.</exception>
    public static double Masks(RegionMask detection, RegionMask truth, bool isCrowd = false)
    {
        long common = Intersection(detection, truth);
        return Share(common, isCrowd ? detection.Area : detection.Area + truth.Area - common);
    }

    /// <summary>Intersection over union of two boxes on pixel corners.</summary>
    /// <param name="detection">What was found.</param>
    /// <param name="truth">What is there.</param>
    /// <param name="isCrowd">Whether that is a crowd: the intersection is divided by the detection's area then.</param>
    /// <returns>0..1; 0 where there is nothing to divide by.</returns>
    public static double Boxes(
        (double X, double Y, double Width, double Height) detection,
        (double X, double Y, double Width, double Height) truth,
        bool isCrowd = false)
    {
        double width = Math.Min(detection.X + detection.Width, truth.X + truth.Width) - Math.Max(detection.X, truth.X);
        double height = Math.Min(detection.Y + detection.Height, truth.Y + truth.Height) - Math.Max(detection.Y, truth.Y);
        double common = width > 0 && height > 0 ? width * height : 0;
        double own = detection.Width * detection.Height;
        return Share(common, isCrowd ? own : own + truth.Width * truth.Height - common);
    }

    private static double Share(double part, double whole) => whole > 0 ? part / whole : 0;
}
