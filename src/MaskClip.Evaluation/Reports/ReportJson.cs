using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using MaskClip.Evaluation.Reports;
using MaskClip.Evaluation.Runs;

namespace MaskClip.Evaluation;

/// <summary>How reports and journals are written as JSON: numbers that are none become null, long lists stay in one line.</summary>
[JsonSerializable(typeof(EvaluationReport))]
[JsonSerializable(typeof(JournalLine))]
internal sealed partial class ReportJson : JsonSerializerContext
{
    /// <summary>For people: indented.</summary>
    public static ReportJson Indented { get; } = new(Create(indented: true));

    /// <summary>One line.</summary>
    public static ReportJson Lines { get; } = new(Create(indented: false));

    /// <summary>One line, for values that are JSON already.</summary>
    public static JsonSerializerOptions Plain { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static JsonSerializerOptions Create(bool indented) => new()
    {
        WriteIndented = indented,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NewLine = "\n",
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters =
        {
            new FiniteNumberConverter(),
            new RunSettingsConverter(),
            new FlatListConverter<ConfusionCell>(
                3,
                cell => [cell.Truth, cell.Prediction, cell.Pixels],
                numbers => new ConfusionCell((int)numbers[0], (int)numbers[1], numbers[2])),
            new FlatListConverter<ClassPixels>(
                4,
                area => [area.Class, area.Truth, area.Predicted, area.Correct],
                numbers => new ClassPixels((int)numbers[0], numbers[1], numbers[2], numbers[3])),
            new JsonStringEnumConverter<Corruption>(JsonNamingPolicy.KebabCaseLower),
        },
    };
}
