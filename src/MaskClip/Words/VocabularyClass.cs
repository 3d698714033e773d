using MaskClip.Words;

namespace MaskClip;

/// <summary>One class of a <see cref="Vocabulary"/>: what is looked for, and what is written where it is found.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads, as long as nobody changes the list inside.</remarks>
/// <param name="Name">The label: the name shown to people and written into files. It need not be one of the synonyms.</param>
/// <param name="Synonyms">The texts that are scored for it; at least one.</param>
/// <param name="IsBackground">Whether it is the background: drawn without color.</param>
public sealed record VocabularyClass(string Name, IReadOnlyList<string> Synonyms, bool IsBackground = false)
{
    /// <summary>Reads a class as people write it.</summary>
    /// <param name="text">
    /// Synonyms separated by <c>|</c>, of which the first is the label; or <c>=</c> and a label of its own behind them, as in
    /// <c>forklift|fork truck=forklift</c>. An equals sign in a name is written twice, or the name stands in quotes.
    /// </param>
    /// <exception cref="OptionsException">A name is empty, or there is more or less than one label behind the sign.</exception>
    public static VocabularyClass Parse(string text) => ClassText.Parse(text);

    /// <summary>
    /// The class as <see cref="Parse"/> reads it again, names with commas and the like in quotes; of the background its synonyms.
    /// </summary>
    public string ToText() => ClassText.Write(this);
}
