using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace MaskClip.Evaluation;

/// <summary>Settings are a JSON object as they are.</summary>
internal sealed class RunSettingsConverter : JsonConverter<RunSettings>
{
    /// <inheritdoc/>
    public override RunSettings Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        JsonNode.Parse(ref reader) is JsonObject values ? new RunSettings(values) : throw new JsonException("the settings are no object");

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, RunSettings value, JsonSerializerOptions options) =>
        value.ToJson().WriteTo(writer, ReportJson.Plain);
}
