namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>A caption.</summary>
/// <param name="Text">As written: equal captions are one text, whatever was left blank in them.</param>
/// <param name="Tokens">Ends included.</param>
internal sealed record CaptionTokens(string Text, int[] Tokens);
