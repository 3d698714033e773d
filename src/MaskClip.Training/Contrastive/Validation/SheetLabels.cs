using MaskClip.Training.Validation;

namespace MaskClip.Training.Contrastive.Validation;

/// <summary>The labels that an evaluation's methods gave to the photos of its sheet.</summary>
internal sealed class SheetLabels
{
    private readonly ContrastiveOptions options;
    private readonly int[] shown;
    private readonly Dictionary<(int Photo, int Method), ushort[]> labels = [];

    /// <summary>Chooses photos: neighbors in a data set are often alike, so they are spread over it.</summary>
    public SheetLabels(ContrastiveOptions options)
    {
        this.options = options;
        int photos = options.EvaluationPhotos.Count, count = Math.Min(options.SheetPhotos, photos);
        shown = [.. Enumerable.Range(0, count).Select(i => i * photos / count)];
    }

    /// <summary>Keeps a method's labels: 0 for <c>clip</c>, 1 for <c>maskclip</c>.</summary>
    public Action<int, ushort[]> Keep(int method) => (photo, found) =>
    {
        if (shown.Contains(photo)) labels[(photo, method)] = found;
    };

    /// <summary>Draws them.</summary>
    public RgbImage Draw(int step)
    {
        var sheet = new SampleSheet(options.Vocabulary!, ["photo", "truth", "clip", $"maskclip, step {step}"]);
        foreach (int index in shown)
        {
            var photo = options.EvaluationPhotos[index];
            sheet.Add(photo.Load(), photo.LoadTruth!().Labels, labels[(index, 0)], labels[(index, 1)]);
        }

        return sheet.Draw();
    }
}
