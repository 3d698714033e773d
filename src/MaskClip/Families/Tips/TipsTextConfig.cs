namespace MaskClip.Families.Tips;

/// <summary>TIPS's text transformer.</summary>
/// <param name="Width">Token width, which is the length of a text's vector.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="ContextLength">The most tokens of a text.</param>
/// <param name="VocabularySize">Number of tokens.</param>
internal sealed record TipsTextConfig(int Width, int Heads, int Layers, int ContextLength, int VocabularySize);
