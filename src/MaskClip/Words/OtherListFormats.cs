using System.Text.RegularExpressions;

namespace MaskClip.Words;

/// <summary>Notices lines of JSON, YAML and tables in a file of names, where each would become an odd name without a word.</summary>
internal static partial class OtherListFormats
{
    /// <summary>Why a line is not a name, and what to write instead; <see langword="null"/> where it may be one.</summary>
    /// <param name="line">The line, without spaces at its ends.</param>
    public static string? ErrorOf(string line)
    {
        var found = line switch
        {
            ['[' or '{' or ']' or '}', ..] => "JSON",
            [.., ':'] => "YAML: a key",
            ['-', ' ', ..] => "YAML: an item of a list",
            _ when Numbered().IsMatch(line) => "YAML or a table: a number before the name",
            _ => null,
        };
        return found is null
            ? null
            : $"'{NameRule.Shown(line)}' looks like {found}; a file of names has one name a line and nothing else, in the order of their " +
            $"numbers.";
    }

    // "0: cup", "0,cup", "0;cup"; a tab is not a letter of a name anyway.
    [GeneratedRegex(@"^\d+\s*[:,;]")]
    private static partial Regex Numbered();
}
