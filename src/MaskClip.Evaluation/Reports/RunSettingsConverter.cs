using System.Text.Json;
using System.Text.Json.Serialization;
using MaskClip.Errors;

namespace MaskClip.Evaluation;

/// <summary>Settings are a JSON object as they are.</summary>
internal sealed class RunSettingsConverter : JsonConverter<RunSettings>
{
    /// <inheritdoc/>
    public override RunSettings Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var json = JsonDocument.ParseValue(ref reader);
        return new RunSettings(JsonText.ParseObject(json.RootElement.GetRawText()));
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RunSettings value, JsonSerializerOptions options) =>
        value.ToJson().WriteTo(writer, ReportJson.Plain);
}
