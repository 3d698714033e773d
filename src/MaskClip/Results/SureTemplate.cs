namespace MaskClip;

/// <summary>A template that was chosen for a class, and how sure it was of that class in the photos.</summary>
/// <remarks>Immutable, so safe to share between threads.</remarks>
/// <param name="Text">The sentence, with <c>{}</c> where the name goes.</param>
/// <param name="Entropy">
/// The mean entropy of the softmax over names, in nats, over the positions that the names in this sentence gave to the class: 0 is
/// certain, the logarithm of the number of names is a guess.
/// </param>
/// <param name="Share">The share of all positions that it gave to the class; 0..1.</param>
public sealed record SureTemplate(string Text, double Entropy, double Share);
