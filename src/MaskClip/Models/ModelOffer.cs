namespace MaskClip;

/// <summary>What a pull would bring. See <see cref="ModelStore.OfferAsync"/>.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
/// <param name="Name">The model: a known name, or <c>hf:ORG/NAME</c>.</param>
/// <param name="Address">Where it is published.</param>
/// <param name="License">The license, as its publisher names it; <see langword="null"/> where the publisher does not say.</param>
/// <param name="Bytes">Bytes to download in all, those of an earlier, interrupted download included; for OpenAI's models about.</param>
/// <param name="Files">The names of the files.</param>
public sealed record ModelOffer(string Name, string Address, string? License, long Bytes, IReadOnlyList<string> Files);
