using System.CommandLine;

namespace MaskClip.CommandLine.Settings;

/// <summary>
/// Settings from afar that must not meet what was typed: a model in the environment beside typed weights or a typed student, or the other
/// way around.
/// </summary>
internal sealed class Exclusion
{
    private readonly Func<Option, bool> leaves;

    /// <summary>Decides for one verb.</summary>
    /// <param name="options">The verb's options.</param>
    /// <param name="isSet">Whether an option has a value from anywhere.</param>
    /// <param name="isTyped">Whether it was typed.</param>
    public Exclusion(IReadOnlyList<Option> options, Func<Option, bool> isSet, Func<Option, bool> isTyped)
    {
        Func<Option, bool>[] rules = [.. options.OfType<IReplacingOption>().Select(alone => Rule(alone, options, isSet, isTyped))];
        leaves = option => Array.Exists(rules, rule => rule(option));
    }

    private static Func<Option, bool> Rule(
        IReplacingOption alone, IReadOnlyList<Option> options, Func<Option, bool> isSet, Func<Option, bool> isTyped)
    {
        if (alone is not Option option || !isSet(option)) return _ => false;
        return !isTyped(option) && options.Any(other => alone.Replaces(other) && isTyped(other))
            ? other => other == option
            : alone.Replaces;
    }

    /// <summary>Whether an option's value from the environment or a file is left out.</summary>
    public bool Leaves(Option option) => leaves(option);
}
