using System.Text.Json;
using System.Text.Json.Nodes;

namespace MaskClip.Evaluation;

/// <summary>
/// Everything that decides a run's metrics, by name: two runs with equal settings over the same data give the same numbers.
/// </summary>
public sealed class RunSettings
{
    private const int MaxLetters = 56;

    private readonly JsonObject values;

    internal RunSettings(JsonObject values) => this.values = values;

    /// <summary>The names of the settings, in the order in which they are shown.</summary>
    public IReadOnlyList<string> Names => [.. values.Select(one => one.Key)];

    /// <summary>A setting as JSON, or <see langword="null"/> when there is none of that name or it is off.</summary>
    /// <param name="name">One of <see cref="Names"/>.</param>
    public string? this[string name] => values[name]?.ToJsonString(ReportJson.Plain);

    /// <summary>What two runs were not made alike in, one sentence for each setting.</summary>
    /// <param name="other">The other run's settings.</param>
    public IReadOnlyList<SettingDifference> DifferencesTo(RunSettings other)
    {
        ArgumentNullException.ThrowIfNull(other);
        return [.. Names.Union(other.Names)
            .Where(name => !string.Equals(this[name], other[name], StringComparison.Ordinal))
            .Select(name => new SettingDifference(name, Shown(values[name], other.values[name]), Shown(other.values[name], values[name])))];
    }

    /// <summary>A copy as JSON.</summary>
    internal JsonObject ToJson() => values.DeepClone().AsObject();

    /// <summary>A setting for people: lists by what differs from the other's, long texts cut.</summary>
    private static string Shown(JsonNode? value, JsonNode? other)
    {
        if (value is JsonArray mine && other is JsonArray theirs)
        {
            string[] only = [.. mine.Select(Text).Except(theirs.Select(Text))];
            return Cut(only.Length == 0 ? $"{mine.Count} entries" : $"{mine.Count} entries, only here: {string.Join(", ", only)}");
        }

        return Cut(Text(value));
    }

    private static string Text(JsonNode? value) => value switch
    {
        null => "off",
        JsonValue text when text.GetValueKind() == JsonValueKind.String => text.GetValue<string>(),
        _ => value.ToJsonString(ReportJson.Plain),
    };

    private static string Cut(string text) => text.Length <= MaxLetters ? text : text[..(MaxLetters - 3)] + "...";
}
