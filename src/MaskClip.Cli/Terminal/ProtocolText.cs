using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.Evaluation;

namespace MaskClip.Cli.Terminal;

/// <summary>A protocol's settings as the command line writes them.</summary>
internal static class ProtocolText
{
    /// <summary>Values by option, without dashes; what is off is left out.</summary>
    public static IReadOnlyDictionary<string, string> Values(EvaluationProtocol protocol)
    {
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var (name, value) in protocol.ToJson())
        {
            if (value is null) continue;
            values[name switch { "compatibility" => "compat", _ => name }] = value switch
            {
                JsonObject record => string.Join('/', record.Select(one => Text(one.Value))),
                _ => Text(value),
            };
        }

        return values;
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "off",
        JsonArray list => string.Join(',', list.Select(Text)),
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        _ => value.ToJsonString(),
    };
}
