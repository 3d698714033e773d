using System.Text.Json;

namespace MaskClip.Checkpoints;

/// <summary>
/// Collects what a configuration says of a model that is not computed here, so that the model is refused by the fields' names.
/// </summary>
/// <param name="config">The file.</param>
/// <param name="supported">What such a file may describe, as a sentence.</param>
internal sealed class FieldCheck(ConfigFile config, string supported = FieldCheck.Clip)
{
    private const int MaxNamed = 6;

    private const string Clip =
        "Supported are CLIP's own towers, a vision transformer or ModifiedResNet and the text transformer with CLIP's tokenizer: " +
        "give such a model.";

    private readonly List<string> errors = [];

    /// <summary>Looks at every field of a section; one that has no rule must be null.</summary>
    /// <param name="rules">The fields that are known.</param>
    /// <param name="section">The section's path of keys; the root where there are none.</param>
    public void Section(IReadOnlyDictionary<string, FieldRule> rules, params string[] section)
    {
        foreach (var (name, value) in config.Fields(section))
        {
            if (!rules.TryGetValue(name, out var rule))
            {
                if (value.ValueKind != JsonValueKind.Null) Refuse([.. section, name], value, "this field is not known here");
            }
            else if (!rule.Allows(value))
            {
                Refuse([.. section, name], value, $"supported: {string.Join(", ", rule.Allowed)}");
            }
        }
    }

    /// <summary>Adds a field whose value is not computed here.</summary>
    public void Refuse(string[] keys, JsonElement value, string allowed) =>
        errors.Add($"'{string.Join('.', keys)}' is {ConfigFile.Shown(value)} ({allowed})");

    /// <summary>Refuses the model when anything was found.</summary>
    /// <exception cref="CheckpointException">The fields, their values, and what is supported.</exception>
    public void ThrowIfAny()
    {
        if (errors.Count == 0) return;
        var more = errors.Count > MaxNamed ? $", and {errors.Count - MaxNamed} fields more" : "";
        throw new CheckpointException(
            config.Path,
            $"it describes a model that is not computed here, and would give other numbers: " +
            $"{string.Join(", ", errors.Take(MaxNamed))}{more}. {supported}");
    }
}
