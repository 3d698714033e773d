using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.Cli.Inputs;
using MaskClip.Cli.Terminal;
using MaskClip.Formats;

namespace MaskClip.Cli.Commands;

/// <summary>Segments photos one after the other; the next is decoded and the last one written while the engine works.</summary>
internal sealed class SegmentationJob
{
    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly List<string> failures = [];
    private bool badInput;

    public required CliHost Host { get; init; }

    public required IReadOnlyList<PhotoInput> Photos { get; init; }

    public required IReadOnlyList<ISegmentationWriter> Writers { get; init; }

    public required string Output { get; init; }

    public bool Json { get; init; }

    public bool Quiet { get; init; }

    /// <summary>Runs the job; a photo that fails is reported at the end and stops nothing.</summary>
    public int Run(IPhotoSegmenter segmenter, CancellationToken cancellationToken)
    {
        bool several = Photos.Count > 1;
        var progress = several && !Quiet ? new BatchProgress(Host.Error, Host.IsTerminal, Photos.Count) : null;
        var writing = Task.CompletedTask;
        try
        {
            var next = Decode(0);
            for (int i = 0; i < Photos.Count; i++)
            {
                cancellationToken.ThrowIfCancellationRequested();
                var (photo, decoding) = (Photos[i], next);
                next = Decode(i + 1);
                bool done = Try(photo, () =>
                {
                    var image = decoding.GetAwaiter().GetResult();
                    var windows = several || Quiet ? null : new WindowProgress(Host.Error, Host.IsTerminal);
                    var result = segmenter.Segment(image, windows, cancellationToken);
                    windows?.End();
                    writing.GetAwaiter().GetResult();
                    writing = Task.Run(() => Try(photo, () => Write(photo, image, result)), CancellationToken.None);
                    Print(photo, result, several);
                });
                progress?.Add(done);
            }
        }
        finally
        {
            writing.GetAwaiter().GetResult();
        }

        progress?.End();
        foreach (var failure in failures) Host.Error.WriteLine($"error: {failure}");
        if (failures.Count == 0 && !Quiet) Host.Error.WriteLine($"Results are in {Output}");
        if (failures.Count == 0) return ExitCode.Done;
        return failures.Count < Photos.Count ? ExitCode.SomeFailed : badInput ? ExitCode.WrongUsage : ExitCode.Failed;
    }

    private Task<RgbImage> Decode(int index) =>
        index < Photos.Count ? Task.Run(Photos[index].Load) : Task.FromException<RgbImage>(new InvalidOperationException("There is no further photo."));

    private bool Try(PhotoInput photo, Action step)
    {
        try
        {
            step();
            return true;
        }
        catch (Exception fault) when (fault is ImageFormatException or IOException or UnauthorizedAccessException)
        {
            var message = fault.Message.Contains(photo.Name, StringComparison.Ordinal) ? fault.Message : $"{photo.Name}: {fault.Message}";
            lock (failures)
            {
                failures.Add(message);
                badInput |= fault is ImageFormatException;
            }

            return false;
        }
    }

    private void Write(PhotoInput photo, RgbImage image, Segmentation result)
    {
        SegmentationWriters.Write(Writers, image, result, Path.Combine(Output, photo.Folder), photo.Stem);
    }

    private void Print(PhotoInput photo, Segmentation result, bool several)
    {
        if (Json && several)
        {
            var line = new JsonObject { ["photo"] = photo.Name, ["regions"] = JsonNode.Parse(JsonWriter.ToText(result)) };
            Host.Output.WriteLine(line.ToJsonString(OneLine));
        }
        else if (Json)
        {
            Host.Output.WriteLine(JsonWriter.ToText(result));
        }
        else if (!several && !Quiet)
        {
            Tables.Write(Host.Error, ["name", "share", "score", "box"], result.Regions.Select(region => new[]
            {
                region.Label, $"{region.Share:P1}", $"{region.Score:0.00}", $"{region.Bounds.X},{region.Bounds.Y} {region.Bounds.Width}x{region.Bounds.Height}",
            }));
        }
    }
}
