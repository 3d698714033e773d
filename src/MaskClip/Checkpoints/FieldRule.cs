using System.Text.Json;

namespace MaskClip.Checkpoints;

/// <summary>One field of a configuration, and which of its values describe a model that is computed here.</summary>
/// <param name="Name">Its key.</param>
/// <param name="Allowed">
/// The values as JSON texts; <c>null</c> is always allowed. None: every value is, since it changes nothing here, or is read and checked
/// elsewhere.
/// </param>
internal sealed record FieldRule(string Name, params string[] Allowed)
{
    /// <summary>Fields that may say anything.</summary>
    public static IEnumerable<FieldRule> Any(params IEnumerable<string> names) => names.Select(name => new FieldRule(name));

    /// <summary>Fields of a feature that is not computed here: they may only say that it is off.</summary>
    public static IEnumerable<FieldRule> Off(params IEnumerable<string> names) => names.Select(name => new FieldRule(name, "false"));

    /// <summary>Fields of a feature that is not computed here: they may say nothing.</summary>
    public static IEnumerable<FieldRule> Null(params IEnumerable<string> names) => names.Select(name => new FieldRule(name, "null"));

    /// <summary>The rules of a section by the names of its fields.</summary>
    public static IReadOnlyDictionary<string, FieldRule> Table(IEnumerable<FieldRule> rules) =>
        rules.ToDictionary(rule => rule.Name, StringComparer.Ordinal);

    /// <summary>Whether a value is allowed.</summary>
    public bool Allows(JsonElement value) =>
        value.ValueKind == JsonValueKind.Null || Allowed.Length == 0
            || Allowed.Contains(string.Concat(value.GetRawText().Where(letter => !char.IsWhiteSpace(letter))), StringComparer.Ordinal);
}
