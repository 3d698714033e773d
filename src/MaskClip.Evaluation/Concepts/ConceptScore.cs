namespace MaskClip.Evaluation.Concepts;

/// <summary>What a photo answers to one name.</summary>
/// <param name="Global">CLIP's confidence for the photo as a whole, 0..1; the names of a study sum to 1.</param>
/// <param name="Area">The part of the photo that the name gets, 0..1.</param>
/// <param name="Peak">The greatest confidence at any position, 0..1.</param>
public readonly record struct ConceptScore(double Global, double Area, double Peak);
