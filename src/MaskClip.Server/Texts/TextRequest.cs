namespace MaskClip.Server.Texts;

/// <summary>Names to embed.</summary>
/// <param name="Names">Names, each <c>cat</c>, <c>cat|kitten</c> (synonyms) or <c>cat|kitten=animal</c> (with a label).</param>
/// <param name="Background">Names of what is drawn as background, which becomes class 0.</param>
/// <param name="Model">The model; <see langword="null"/> for the service's default.</param>
/// <param name="AutomaticBackground">Whether a background is chosen that is near no name.</param>
internal sealed record TextRequest(
    IReadOnlyList<string>? Names, IReadOnlyList<string>? Background = null, string? Model = null, bool AutomaticBackground = false);
