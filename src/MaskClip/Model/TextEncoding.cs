namespace MaskClip.Model;

/// <summary>What text encoders have in common: tokens first, then the tower, then unit length.</summary>
internal static class TextEncoding
{
    /// <summary>Embeds texts with an encoder's own tokenizer and tower.</summary>
    /// <param name="encoder">The encoder.</param>
    /// <param name="texts">Texts as people write them.</param>
    /// <param name="cut">Takes the indices of texts that were too long.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <returns><c>[texts, d]</c>, each of unit length.</returns>
    public static float[] Encode(
        ITextEncoder encoder, IReadOnlyList<string> texts, ICollection<int> cut, CancellationToken cancellationToken)
    {
        var tokens = new int[texts.Count][];
        for (int i = 0; i < tokens.Length; i++)
        {
            tokens[i] = encoder.Tokenize(texts[i], out bool truncated);
            if (truncated) cut.Add(i);
        }

        var features = encoder.Encode(tokens, cancellationToken);
        if (texts.Count > 0) UnitLength.Rows(features, features.Length / texts.Count);
        return features;
    }
}
