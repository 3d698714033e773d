using System.CommandLine;

namespace MaskClip.CommandLine.Settings;

/// <summary>Settings from afar that must not meet what was typed: a model in the environment beside a typed student, or the other way around.</summary>
internal sealed class Exclusion
{
    private readonly Func<Option, bool> leaves;

    /// <summary>Decides for one verb.</summary>
    /// <param name="options">The verb's options.</param>
    /// <param name="isSet">Whether an option has a value from anywhere.</param>
    /// <param name="isTyped">Whether it was typed.</param>
    public Exclusion(IReadOnlyList<Option> options, Func<Option, bool> isSet, Func<Option, bool> isTyped)
    {
        var alone = options.OfType<IReplacingOption>().FirstOrDefault();
        if (alone is not Option option || !isSet(option)) leaves = _ => false;
        else if (!isTyped(option) && options.Any(other => alone.Replaces(other) && isTyped(other))) leaves = other => other == option;
        else leaves = alone.Replaces;
    }

    /// <summary>Whether an option's value from the environment or a file is left out.</summary>
    public bool Leaves(Option option) => leaves(option);
}
