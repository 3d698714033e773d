using System.Text.Json;
using MaskClip.Imaging;

namespace MaskClip.Evaluation.Reports;

/// <summary>
/// Whether what a report or a journal says fits together: JSON of the right form can still count classes that do not exist.
/// </summary>
internal static class ReportCheck
{
    /// <summary>Checks a report.</summary>
    /// <exception cref="JsonException">Something in it does not fit; it is named.</exception>
    public static void Check(EvaluationReport report)
    {
        ThrowIfNull(report.Classes, "classes");
        ThrowIfNull(report.Photos, "photos");
        ThrowIfNull(report.Overrides, "overrides");
        ThrowIfNull(report.Corruptions, "corruptions");
        ThrowIfNull(report.Dataset.Failed, "failed photos");
        var ids = new HashSet<string>(StringComparer.Ordinal);
        foreach (var photo in report.Photos)
        {
            Check(photo, report.Classes.Count);
            if (!ids.Add(photo.Id)) throw new JsonException($"the photo '{photo.Id}' is there twice");
        }
    }

    /// <summary>Checks a photo's counts.</summary>
    /// <exception cref="JsonException">They are of a class that there is not.</exception>
    public static void Check(PhotoTally photo, int classes)
    {
        if (photo.Id.Length == 0) throw new JsonException("a photo has no id");
        // Whether 255 is a class or none was said by files of before labels had 16 bits.
        foreach (var (truth, prediction, _) in photo.Confusion)
        {
            if (truth < classes && (prediction < classes || prediction is Segmentation.Ignore or LabelBytes.Ignore)) continue;
            throw new JsonException(
                $"the photo '{photo.Id}' counts pixels of class {truth} found as class {prediction}; there are {classes} classes");
        }

        foreach (var band in photo.Bands)
        {
            if (band.Class >= classes)
                throw new JsonException($"the photo '{photo.Id}' counts edges of class {band.Class}; there are {classes} classes");
        }
    }

    private static void ThrowIfNull<T>(IReadOnlyList<T> list, string name)
        where T : class
    {
        if (list.Contains(null!)) throw new JsonException($"one of the {name} is null");
    }
}
