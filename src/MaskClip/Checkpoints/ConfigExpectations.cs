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
}
