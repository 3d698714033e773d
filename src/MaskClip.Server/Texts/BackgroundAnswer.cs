namespace MaskClip.Server.Texts;

/// <summary>The background of some names.</summary>
/// <param name="Model">The model.</param>
/// <param name="Words">
/// Words that are near no name, each a row of scores of its own; none for a model that does not know such words.
/// </param>
/// <param name="Timings">How long it took.</param>
internal sealed record BackgroundAnswer(string Model, IReadOnlyList<string> Words, TextTimings Timings);
