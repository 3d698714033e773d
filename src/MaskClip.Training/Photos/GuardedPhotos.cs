using MaskClip.Evaluation;
using MaskClip.Imaging;
using MaskClip.Training.Augmentation;
using MaskClip.Training.Supervision;

namespace MaskClip.Training.Photos;

/// <summary>Owns the training masks: whoever wants a photo's labels gets them from here, behind the guard.</summary>
/// <param name="photos">The photos.</param>
/// <param name="guard">What takes hidden classes away.</param>
/// <param name="readsTruth">Whether masks are read; if not, every pixel is unlabeled.</param>
internal sealed class GuardedPhotos(IReadOnlyList<TrainingPhoto> photos, TruthGuard guard, bool readsTruth)
{
    /// <summary>Number of photos.</summary>
    public int Count => photos.Count;

    /// <summary>Reads a photo and what may be known of its truth.</summary>
    /// <exception cref="ImageFormatException">A file cannot be read, or the mask has another size.</exception>
    public LabeledImage Load(int index)
    {
        var photo = photos[index];
        var image = photo.Load();
        if (!readsTruth || photo.LoadTruth is null)
        {
            var unlabeled = new ushort[image.Width * image.Height];
            unlabeled.AsSpan().Fill(TrainingLabels.Unlabeled);
            return new LabeledImage(image, unlabeled);
        }

        var truth = photo.LoadTruth();
        ThrowIfOtherSize(photo, image, truth);
        return new LabeledImage(image, guard.Guard(truth.Labels));
    }

    /// <summary>Checks that a mask fits its photo.</summary>
    internal static void ThrowIfOtherSize(TrainingPhoto photo, RgbImage image, LabelMap truth)
    {
        if ((image.Width, image.Height) == (truth.Width, truth.Height)) return;
        throw new ImageFormatException(
            photo.Name, $"the photo is {image.Width}x{image.Height}, its mask {truth.Width}x{truth.Height}; they must have the same size.");
    }
}
