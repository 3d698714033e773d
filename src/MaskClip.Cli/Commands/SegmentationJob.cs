using System.Collections.Concurrent;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.Annotations;
using MaskClip.Annotations.Review;
using MaskClip.Batches;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Inputs;
using MaskClip.CommandLine.Terminal;
using MaskClip.Formats;
using MaskClip.Storage;

namespace MaskClip.Cli.Commands;

/// <summary>Segments photos, several at work at once, and prints results in their order.</summary>
internal sealed class SegmentationJob
{
    private readonly ConcurrentDictionary<PhotoInput, string> hashes = new(ReferenceEqualityComparer.Instance);

    private readonly ConcurrentDictionary<PhotoInput, PhotoUncertainty> uncertainties = new(ReferenceEqualityComparer.Instance);

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required CliHost Host { get; init; }

    public required IReadOnlyList<PhotoInput> Photos { get; init; }

    public required IReadOnlyList<ISegmentationWriter> Writers { get; init; }

    /// <summary>Annotation files to write too.</summary>
    public AnnotationSettings? Annotations { get; init; }

    /// <summary>What orders the photos; <see langword="null"/> where nothing does.</summary>
    public PhotoRanking? Ranking { get; set; }

    public required string Output { get; init; }

    /// <summary>What decides the results beside the segmenter, by name: an interrupted run goes on where it is the same.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>Whether photos that are done are passed over.</summary>
    public bool Resume { get; init; }

    /// <summary>How long a photo may take.</summary>
    public TimeSpan MaxPhotoTime { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }

    private bool WritesFiles => Writers.Count > 0 || Annotations is not null || Ranking is not null;

    /// <summary>Runs the job; a photo that fails is reported at the end and stops nothing.</summary>
    /// <param name="segmenter">What segments them.</param>
    /// <param name="begin">Writes what the results are made with, once it is sure that there will be any.</param>
    /// <param name="cancellationToken">Stops the job.</param>
    public async Task<int> RunAsync(ISegmenter segmenter, Action begin, CancellationToken cancellationToken)
    {
        if (!WritesFiles) return await RunAsync(segmenter, (ResultJournal?)null, cancellationToken);
        var settings = new Dictionary<string, string>(Settings, StringComparer.Ordinal) { ["segmenter"] = segmenter.Fingerprint };
        using var journal = ResultJournal.Open(Output, settings, Resume);
        if (!journal.IsKept)
        {
            ErrorReport.Warn(
                Host,
                $"Another run writes into {Output} at this moment, so this one keeps no record: it cannot be resumed if it is cut off.");
        }

        begin();
        if (Writers.Any(writer => writer.Name == "mask"))
        {
            foreach (var file in ClassFiles.Write(Output, segmenter.Vocabulary))
                ErrorReport.Warn(Host, $"{file} is a file of yours and stays: what the numbers in the masks mean is not written there.");
        }

        return await RunAsync(segmenter, journal, cancellationToken);
    }

    private async Task<int> RunAsync(ISegmenter segmenter, ResultJournal? journal, CancellationToken cancellationToken)
    {
        bool several = Photos.Count > 1;
        var left = Photos.Where(photo => !Resume || journal?.IsDone(photo) != true).ToArray();
        int before = Photos.Count - left.Length, segmented = 0;
        if (before > 0 && !Quiet) Host.Error.WriteLine($"{before} of {Photos.Count} photos are done already.");
        List<string> failures = [], unsure = [];
        var progress = several && !Quiet ? new BatchProgress(Host.Error, Host.IsTerminal, left.Length) : null;
        var windows = several || Quiet ? null : new WindowProgress(Host.Error, Host.IsTerminal);
        var threads = PhotoBatch.LabelThreads(segmenter, Photos.Count);
        var annotations = Annotations?.Create(Output, segmenter.Vocabulary) ?? [];
        var outcomes = PhotoBatch.RunAsync(
            left,
            photo => Rent(photo, journal),
            segmenter,
            (photo, image, result) => Write(photo, image, result, journal, threads),
            MaxPhotoTime,
            windows,
            cancellationToken);
        try
        {
            await foreach (var (photo, result, error) in outcomes)
            {
                windows?.End();
                if (error is null)
                {
                    segmented++;
                    uncertainties.TryRemove(photo, out var uncertainty);
                    double? unsureness = uncertainty is null ? null : Ranking!.Add(photo, uncertainty);
                    if (Add(photo, result!, uncertainty, annotations) is { } refusal) failures.Add(refusal);
                    Print(photo, result!, unsureness, several);
                    if (result!.NoneConfident) unsure.Add(photo.Name);
                }
                else
                {
                    failures.Add(
                        error.Message.Contains(photo.Name, StringComparison.Ordinal) ? error.Message : $"{photo.Name}: {error.Message}");
                    if (Json) Print(new JsonObject { ["photo"] = photo.Name, ["error"] = error.Message });
                }

                progress?.Add(error is null);
            }

            if (segmented > 0)
            {
                foreach (var annotation in annotations) annotation.Complete();
                Ranking?.Write(Output);
            }
        }
        catch when (journal is { IsKept: true } && several)
        {
            progress?.End();
            Host.Error.WriteLine(
                $"{before + segmented} of {Photos.Count} photos are done. The same command with --resume goes on with the others.");
            throw;
        }
        finally
        {
            foreach (var annotation in annotations) annotation.Dispose();
        }

        progress?.End();
        if (unsure.Count > 0 && !Quiet) Host.Error.WriteLine(Unsure(unsure));
        foreach (var failure in failures) ErrorReport.Print(Host, failure);
        if (failures.Count == 0 && !Quiet && WritesFiles) Host.Error.WriteLine($"Results are in {Output}");
        if (failures.Count == 0) return ExitCode.Done;
        return failures.Count < Photos.Count ? ExitCode.SomeFailed : ExitCode.Failed;
    }

    // A photo that is one name from edge to edge looks like an answer.
    private static string Unsure(List<string> names)
    {
        const int Named = 5;
        var more = names.Count > Named ? $" and {names.Count - Named} more" : "";
        return $"No name was as confident as prompt denoising asks for in {string.Join(", ", names.Take(Named))}{more}: all were to go, " +
            "and one was kept. Lower the threshold, or offer names of what the photo shows.";
    }

    private Segmentation Write(PhotoInput photo, RgbImage image, Segmentation result, ResultJournal? journal, Parallelism threads)
    {
        if (Ranking is not null) uncertainties[photo] = Ranking.Measure(image, result);
        var writers = Writers.Select(writer => writer is JsonWriter ? new JsonWriter(photo.Name) : writer);
        var files = SegmentationWriters.Write(writers, image, result, Path.Combine(Output, photo.Folder), photo.Stem, threads);
        if (hashes.TryRemove(photo, out var hash)) journal?.Add(photo, hash, files);
        return result;
    }

    // A photo that a format cannot hold costs the others nothing.
    private string? Add(
        PhotoInput photo, Segmentation result, PhotoUncertainty? uncertainty, IReadOnlyList<IAnnotationWriter> annotations)
    {
        if (annotations.Count == 0) return null;
        var name = Path.Combine(photo.Folder, Path.GetFileName(photo.Path ?? $"{photo.Stem}.png")).Replace('\\', '/');
        var annotated = AnnotatedPhoto.From(name, result, tolerance: Annotations!.Tolerance);
        if (uncertainty is not null) annotated = Ranking!.Mark(annotated, uncertainty);
        if (photo.Path is { } path) annotated = annotated.WithPhoto(path);
        try
        {
            foreach (var annotation in annotations) annotation.Add(annotated);
            return null;
        }
        catch (AnnotationException error)
        {
            return error.Message;
        }
    }

    private RgbImage Rent(PhotoInput photo, ResultJournal? journal)
    {
        // Of the bytes before they are decoded: a photo that changes under way is not what its results were made of.
        if (journal is { IsKept: true } && ResultJournal.HashOf(photo) is { } hash) hashes[photo] = hash;
        return photo.Rent();
    }

    private static string Background(IReadOnlyList<ClassRegion> words)
    {
        const int Named = 6;
        var more = words.Count > Named ? $", {words.Count - Named} more" : "";
        return string.Join(", ", words.Take(Named).Select(word => $"{word.Label} {word.Share:P1}")) + more;
    }

    // One line a photo, however many there are and whatever becomes of them.
    private void Print(JsonObject line) => Host.Output.WriteLine(line.ToJsonString(OneLine));

    private void Print(PhotoInput photo, Segmentation result, double? uncertainty, bool several)
    {
        if (Json)
        {
            var line = JsonNode.Parse(JsonWriter.ToText(result, photo.Name))!.AsObject();
            if (uncertainty is { } value) line["uncertainty"] = Math.Round(value, 6);
            Print(line);
        }
        else if (!several && !Quiet)
        {
            Tables.Write(Host.Error, ["name", "share", "score", "box"], result.AllRegions().Select(region => new[]
            {
                region.Label, $"{region.Share:P1}", $"{region.Score:0.00}",
                region.Area == 0 ? "" : $"{region.Bounds.X},{region.Bounds.Y} {region.Bounds.Width}x{region.Bounds.Height}",
            }));
            if (result.BackgroundWords is { Count: > 0 } words and not [{ Label: "background" }])
                Host.Error.WriteLine($"background: {Background(words)}");
        }
    }
}
