using MaskClip.Drawing;
using MaskClip.Evaluation.Reports;
using MaskClip.Imaging;

namespace MaskClip.Evaluation.Pages;

/// <summary>The best and the worst photos of a run, segmented once more to be shown: predictions of all photos are kept nowhere.</summary>
internal static class Gallery
{
    /// <summary>Photos at either end.</summary>
    public const int Each = 6;

    private const int LongSide = 320, JpegQuality = 82;

    /// <summary>The ids of the photos to show: best first, worst first.</summary>
    public static (IReadOnlyList<string> Best, IReadOnlyList<string> Worst) Choose(IReadOnlyList<PhotoTally> photos)
    {
        string[] ordered = [.. photos.Select(photo => (photo.Id, Value: photo.MeanIoU()))
            .Where(photo => !double.IsNaN(photo.Value))
            .OrderByDescending(photo => photo.Value).ThenBy(photo => photo.Id, StringComparer.Ordinal)
            .Select(photo => photo.Id)];
        int each = Math.Min(Each, (ordered.Length + 1) / 2);
        return (ordered[..each], [.. ordered[each..].Reverse().Take(each)]);
    }

    /// <summary>Reduces a photo with its truth and prediction.</summary>
    /// <param name="tally">What was counted.</param>
    /// <param name="photo">The photo, as it was embedded: corrupted, if the run corrupts.</param>
    /// <param name="prediction">Class index of each pixel.</param>
    /// <param name="truth">Truth of each pixel.</param>
    /// <param name="vocabulary">The classes and their colors.</param>
    public static GalleryPhoto Reduce(PhotoTally tally, RgbImage photo, ushort[] prediction, LabelMap truth, Vocabulary vocabulary)
    {
        double scale = Math.Min(1, LongSide / (double)Math.Max(photo.Width, photo.Height));
        int width = Math.Max(1, (int)Math.Round(photo.Width * scale)), height = Math.Max(1, (int)Math.Round(photo.Height * scale));
        var small = photo.Resize(width, height).EncodeJpeg(JpegQuality);
        var classes = tally.ToPixels().Classes.OrderByDescending(area => area.Truth + area.Predicted).Select(area => area.Class);
        return new GalleryPhoto(
            tally.Id,
            tally.MeanIoU(),
            Markup.Image("image/jpeg", small),
            Map(truth.Labels),
            Map(prediction),
            [.. classes]);

        string Map(ushort[] labels)
        {
            var reduced = NearestSampling.Resize<ushort>(labels, photo.Width, photo.Height, width, height);
            return Markup.Image("image/png", LabelPicture.ToPng(width, height, reduced, vocabulary));
        }
    }
}
