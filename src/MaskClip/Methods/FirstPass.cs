namespace MaskClip.Methods;

/// <summary>What a method with a second pass keeps of a photo until names are known.</summary>
/// <param name="Before">What entered the last block, <c>[1 + h·w, width]</c>.</param>
/// <param name="Earlier">The last block's values as earlier blocks weigh them, <c>[1 + h·w, width]</c>; empty where the method reads
/// none.</param>
internal sealed record FirstPass(Memory<float> Before, Memory<float> Earlier);
