using System.Text.Json;
using System.Text.Json.Serialization;
using MaskClip.Errors;
using MaskClip.Evaluation.Reports;
using MaskClip.Storage;

namespace MaskClip.Evaluation;

/// <summary>
/// A finished evaluation: the metrics, what they were made with, and what every photo added, so that runs can be compared photo by photo.
/// </summary>
public sealed record EvaluationReport
{
    /// <summary>The file's name in a run's folder.</summary>
    public const string FileName = "report.json";

    /// <summary>The program that made it.</summary>
    public required ReportProgram Program { get; init; }

    /// <summary>The machine that made it.</summary>
    public required ReportMachine Machine { get; init; }

    /// <summary>When and how fast. The only part that differs between equal runs on one machine.</summary>
    public required ReportTiming Timing { get; init; }

    /// <summary>The model.</summary>
    public required ReportModel Model { get; init; }

    /// <summary>The photos.</summary>
    public required ReportDataset Dataset { get; init; }

    /// <summary>Everything that decides the metrics.</summary>
    public required RunSettings Settings { get; init; }

    /// <summary>The settings in which this run departs from its protocol.</summary>
    public required IReadOnlyList<string> Overrides { get; init; }

    /// <summary>The metrics over all photos.</summary>
    [JsonPropertyName("figures")] // its name in the files since the first version
    public required ReportMetrics Metrics { get; init; }

    /// <summary>The metrics of each class, by index.</summary>
    public required IReadOnlyList<ReportClass> Classes { get; init; }

    /// <summary>The robustness table; empty unless it was asked for.</summary>
    // Source-generated reading sets what the file leaves out to null, over the initial value.
    public IReadOnlyList<CorruptionCell> Corruptions { get; init => field = value ?? []; } = [];

    /// <summary>What each photo added, in the data set's order.</summary>
    public required IReadOnlyList<PhotoTally> Photos { get; init; }

    /// <summary>Reads a report.</summary>
    /// <param name="path">A <c>report.json</c>, or the folder with it.</param>
    /// <exception cref="FileNotFoundException">There is none.</exception>
    /// <exception cref="FormatException">The file is not a report.</exception>
    public static EvaluationReport Load(string path)
    {
        ArgumentNullException.ThrowIfNull(path);
        if (Directory.Exists(path)) path = Path.Combine(path, FileName);
        if (!File.Exists(path))
        {
            throw new FileNotFoundException(
                $"There is no report '{path}'; give the {FileName} that an evaluation wrote, or its folder.", path);
        }

        try
        {
            var bytes = File.ReadAllBytes(path);
            JsonText.Check(bytes);
            var report = JsonSerializer.Deserialize(bytes, ReportJson.Indented.EvaluationReport) ?? throw new JsonException("it is null");
            ReportCheck.Check(report);
            return report with { Photos = [.. report.Photos.Select(photo => photo.From8Bits(report.Classes.Count))] };
        }
        catch (JsonException error)
        {
            throw new FormatException($"{path}: this is not a report of an evaluation: {JsonErrors.Plain(error)}.", error);
        }
    }

    /// <summary>The metrics and settings as one line of JSON, without photos.</summary>
    public string ToSummary()
    {
        var json = JsonSerializer.SerializeToNode(this, ReportJson.Indented.EvaluationReport)!.AsObject();
        json.Remove("photos");
        return json.ToJsonString(ReportJson.Plain);
    }

    /// <summary>Writes the report; the file appears whole or not at all.</summary>
    /// <param name="path">The file.</param>
    public void Save(string path) => AtomicFile.Write(path, stream =>
    {
        JsonSerializer.Serialize(stream, this, ReportJson.Indented.EvaluationReport);
        stream.WriteByte((byte)'\n');
    });
}
