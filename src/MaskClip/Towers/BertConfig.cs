namespace MaskClip.Towers;

/// <summary>A BERT encoder whose texts are read as the mean of their tokens (sentence-transformers).</summary>
/// <param name="Width">Token width, which is the length of a text's vector.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="ContextLength">The most tokens of a text, ends included.</param>
/// <param name="VocabularySize">Number of tokens.</param>
internal sealed record BertConfig(int Width, int Heads, int Layers, int ContextLength, int VocabularySize);
