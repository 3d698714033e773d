namespace MaskClip.Server.Texts;

/// <summary>Names that need a background.</summary>
/// <param name="Names">Names, each <c>cat</c>, <c>cat|kitten</c> (synonyms) or <c>cat|kitten=animal</c> (with a label).</param>
/// <param name="Model">The model; <see langword="null"/> for the service's default.</param>
internal sealed record BackgroundRequest(IReadOnlyList<string>? Names, string? Model = null);
