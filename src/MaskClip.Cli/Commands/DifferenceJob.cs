using MaskClip.Cli.Differences;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Terminal;
using MaskClip.Evaluation;
using MaskClip.Evaluation.Datasets;

namespace MaskClip.Cli.Commands;

/// <summary>Compares two sets of annotations photo by photo, and prints what came of it.</summary>
internal sealed class DifferenceJob
{
    // Of many photos those that differ most are shown; --json has all.
    private const int Shown = 20;

    private readonly PriorityQueue<PhotoDifference, double> worst = new();
    private readonly Dictionary<int, ClassPixels> areas = [];
    private long compared, same;
    private double sum;

    public required CliHost Host { get; init; }

    public required AnnotatedLabels First { get; init; }

    public required AnnotatedLabels Second { get; init; }

    /// <summary>The folder for pictures; <see langword="null"/> for none.</summary>
    public string? Pictures { get; init; }

    /// <summary>The folder of the photos; <see langword="null"/> looks beside the annotations.</summary>
    public string? Photos { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }

    /// <summary>Runs the job.</summary>
    public int Run(CancellationToken cancellationToken)
    {
        var classes = LabelClasses.Of(First, Second);
        var photos = PhotoPairs.Of(First.Photos, Second.Photos);
        List<string> failures = [];
        int done = 0;
        foreach (var (first, second) in photos.Pairs)
        {
            cancellationToken.ThrowIfCancellationRequested();
            LabelMap one = First.ReadLabels(first), other = Second.ReadLabels(second);
            try
            {
                Add(PhotoDifference.Of(first, one, other, classes), classes);
                if (Pictures is not null) Draw(first, one, other, classes);
                done++;
            }
            catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
            {
                failures.Add(error.Message);
                if (Json) Host.Output.WriteLine(DifferenceText.Failed(first, error.Message));
            }
        }

        var total = new DifferenceTotal(
            done, compared == 0 ? 1 : same / (double)compared, done == 0 ? 1 : sum / done,
            [.. areas.Values.OrderBy(one => one.Class)], photos.OnlyFirst, photos.OnlySecond);
        if (Json) Host.Output.WriteLine(DifferenceText.Line(total, classes));
        else if (done > 0) DifferenceText.Write(Host.Output, Worst(), total, classes);
        Name(photos.OnlyFirst, First.Path);
        Name(photos.OnlySecond, Second.Path);
        foreach (var failure in failures) ErrorReport.Print(Host, failure);
        if (photos.Pairs.Count == 0) ErrorReport.Print(Host, $"'{First.Path}' and '{Second.Path}' have no photo in common; names decide.");
        if (Pictures is not null && done > 0 && !Quiet) Host.Error.WriteLine($"Pictures are in {Pictures}");
        if (done == 0) return ExitCode.Failed;
        return failures.Count + First.Errors.Count + Second.Errors.Count == 0 ? ExitCode.Done : ExitCode.SomeFailed;
    }

    private void Add(PhotoDifference photo, LabelClasses classes)
    {
        compared += photo.Compared;
        same += photo.Same;
        sum += photo.MeanIoU;
        foreach (var one in photo.Classes)
            areas[one.Class] = areas.TryGetValue(one.Class, out var old) ? Sum(old, one) : one;
        if (Json)
        {
            Host.Output.WriteLine(DifferenceText.Line(photo, classes));
            return;
        }

        worst.Enqueue(photo, -photo.MeanIoU);
        if (worst.Count > Shown) worst.Dequeue();

        static ClassPixels Sum(ClassPixels one, ClassPixels more) => new(
            one.Class, one.Truth + more.Truth, one.Predicted + more.Predicted, one.Correct + more.Correct);
    }

    private List<PhotoDifference> Worst() => [.. worst.UnorderedItems.Select(one => one.Element)
        .OrderBy(one => one.MeanIoU).ThenBy(one => one.Photo, StringComparer.Ordinal)];

    // Named by the photo's whole name, below the folder whatever the name says: no two pictures are one file.
    private void Draw(string name, LabelMap first, LabelMap second, LabelClasses classes)
    {
        var path = Path.GetFullPath(Path.Combine(Pictures!, $"{name}.diff.png"));
        if (!path.StartsWith($"{Pictures}{Path.DirectorySeparatorChar}", StringComparison.Ordinal))
            throw new FormatException($"{name}: the photo's name leads out of the folder for pictures; names below it are allowed.");
        var file = AnnotatedPhotos.PathOf(name, AnnotatedPhotos.Roots(First, Photos));
        var photo = file is not null && RgbImage.ReadSize(file) == (first.Width, first.Height) ? RgbImage.Load(file) : null;
        DifferencePicture.Draw(first, second, classes, photo).SavePng(path);
    }

    private void Name(IReadOnlyList<string> names, string path)
    {
        if (names.Count > 0 && !Json) Host.Error.WriteLine($"only in {path}: {string.Join(", ", names.Take(Shown))}{More(names)}");

        static string More(IReadOnlyList<string> names) => names.Count > Shown ? $" and {names.Count - Shown} more (--json has all)" : "";
    }
}
