namespace MaskClip;

/// <summary>One class of a <see cref="Vocabulary"/>.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads, as long as nobody changes the list inside.</remarks>
/// <param name="Name">The name shown to people.</param>
/// <param name="Synonyms">The texts that are scored for it; at least one.</param>
/// <param name="IsBackground">Whether it is the background: drawn without color.</param>
public sealed record VocabularyClass(string Name, IReadOnlyList<string> Synonyms, bool IsBackground = false);
