using MaskClip.Storage;

namespace MaskClip.Words;

/// <summary>
/// What a name may be, whichever way it came in: typed, from a file of names, a data set's classes, a student's file or a program.
/// </summary>
internal static class NameRule
{
    /// <summary>No text tower reads as much; a longer one is a file taken for a name.</summary>
    public const int MaxLength = 1000;

    private const int ShownLength = 40;

    /// <summary>What is wrong with a name, as the end of a sentence; <see langword="null"/> where nothing is.</summary>
    public static string? ErrorOf(string? name)
    {
        if (string.IsNullOrWhiteSpace(name)) return "is empty; write a word";
        if (name.Length > MaxLength) return $"has {name.Length} letters; up to {MaxLength} are allowed";
        foreach (var letter in name)
        {
            if (char.IsControl(letter))
                return $"has a control character ({Printable.Of($"{letter}")}); write it in one line, without tabs and escapes";
        }

        // EnumerateRunes gives the replacement character for halves of surrogate pairs; in a file it stands where the bytes were no UTF-8.
        return name.EnumerateRunes().Contains(System.Text.Rune.ReplacementChar)
            ? "has letters that could not be read; save the text as UTF-8"
            : null;
    }

    /// <summary>A name as messages show it.</summary>
    public static string Shown(string? name) => Printable.Of(name ?? "", ShownLength);
}
