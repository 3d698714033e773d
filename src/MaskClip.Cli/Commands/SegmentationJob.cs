using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
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
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required CliHost Host { get; init; }

    public required IReadOnlyList<PhotoInput> Photos { get; init; }

    public required IReadOnlyList<ISegmentationWriter> Writers { get; init; }

    public required string Output { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }

    /// <summary>Runs the job; a photo that fails is reported at the end and stops nothing.</summary>
    public async Task<int> RunAsync(ISegmenter segmenter, CancellationToken cancellationToken)
    {
        bool several = Photos.Count > 1;
        List<string> failures = [], unsure = [];
        var progress = several && !Quiet ? new BatchProgress(Host.Error, Host.IsTerminal, Photos.Count) : null;
        var windows = several || Quiet ? null : new WindowProgress(Host.Error, Host.IsTerminal);
        var limit = segmenter is IPhotoSegmenter own ? own.Threads : default;
        var threads = PhotoBatch.LabelThreads(Photos.Count).AtMost(limit);
        var outcomes = PhotoBatch.RunAsync(
            Photos,
            photo => photo.Rent(),
            photo => WholePhotoWork.Prepare(segmenter, photo),
            segmenter.MaxConcurrency,
            (photo, image, result) => Write(photo, image, result, threads),
            windows,
            cancellationToken);
        await foreach (var (photo, result, error) in outcomes)
        {
            windows?.End();
            if (error is null)
            {
                Print(photo, result!, several);
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

        progress?.End();
        if (unsure.Count > 0 && !Quiet) Host.Error.WriteLine(Unsure(unsure));
        foreach (var failure in failures) ErrorReport.Print(Host, failure);
        if (failures.Count == 0 && !Quiet && Writers.Count > 0) Host.Error.WriteLine($"Results are in {Output}");
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

    private Segmentation Write(PhotoInput photo, RgbImage image, Segmentation result, Parallelism threads)
    {
        SegmentationWriters.Write(Writers, image, result, Path.Combine(Output, photo.Folder), photo.Stem, threads);
        return result;
    }

    // One line a photo, however many there are and whatever becomes of them.
    private void Print(JsonObject line) => Host.Output.WriteLine(line.ToJsonString(OneLine));

    private void Print(PhotoInput photo, Segmentation result, bool several)
    {
        if (Json)
        {
            Print(
                new JsonObject
                {
                    ["photo"] = photo.Name,
                    ["width"] = result.Width,
                    ["height"] = result.Height,
                    ["regions"] = JsonNode.Parse(JsonWriter.ToText(result)),
                });
        }
        else if (!several && !Quiet)
        {
            Tables.Write(Host.Error, ["name", "share", "score", "box"], result.Regions.Select(region => new[]
            {
                region.Label, $"{region.Share:P1}", $"{region.Score:0.00}",
                $"{region.Bounds.X},{region.Bounds.Y} {region.Bounds.Width}x{region.Bounds.Height}",
            }));
        }
    }
}
