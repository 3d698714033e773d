using System.Text.Json;

namespace MaskClip.Checkpoints;

/// <summary>
/// What a configuration may say: a setting that would change the computation is honored, or the model is refused by its name and value.
/// </summary>
internal static class ConfigExpectations
{
    /// <summary>Refuses a setting that differs from what the tensors show, or from the only value that is computed.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="allowed">The value.</param>
    /// <param name="keys">Where it stands; a setting that is not there is taken to be so.</param>
    /// <exception cref="CheckpointException">It says something else.</exception>
    public static void Expect(this ConfigFile config, object? allowed, params string[] keys)
    {
        if (config.Find(keys) is not { } value) return;
        bool same = (allowed, value.ValueKind) switch
        {
            (bool flag, JsonValueKind.True or JsonValueKind.False) => value.GetBoolean() == flag,
            (int count, JsonValueKind.Number) => value.TryGetInt32(out int number) && number == count,
            (double number, JsonValueKind.Number) => Math.Abs(value.GetDouble() - number) <= 1e-6 * Math.Abs(number),
            (string text, JsonValueKind.String) => value.ValueEquals(text),
            _ => false,
        };
        if (!same) throw config.Wrong(keys, value, $"{allowed ?? "nothing"}");
    }

    /// <summary>Refuses settings that are not known: what they do would be left out.</summary>
    /// <param name="config">The configuration.</param>
    /// <param name="known">Names that are known.</param>
    /// <param name="section">The section; none for the file as a whole.</param>
    /// <exception cref="CheckpointException">There is another one; it is named.</exception>
    public static void ExpectOnly(this ConfigFile config, IReadOnlySet<string> known, params string[] section)
    {
        if (config.Find(section) is not { ValueKind: JsonValueKind.Object } values) return;
        foreach (var setting in values.EnumerateObject())
        {
            if (known.Contains(setting.Name) || setting.Value.ValueKind == JsonValueKind.Null) continue;
            throw config.Wrong([.. section, setting.Name], setting.Value, "a setting that is known");
        }
    }
}
