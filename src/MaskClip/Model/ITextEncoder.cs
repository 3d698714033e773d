namespace MaskClip.Model;

/// <summary>Turns texts into vectors that a model's image tower can be compared with; with its own tokenizer.</summary>
internal interface ITextEncoder : IDisposable
{
    /// <summary>The most tokens of a text, ends included; what is longer is cut.</summary>
    int ContextLength { get; }

    /// <summary>The token behind a text's own where texts of several lengths form a table.</summary>
    int Padding { get; }

    /// <summary>Tokens of a text as the tower reads them: ends included, cut to the context length, without padding.</summary>
    /// <param name="text">A text as people write it.</param>
    /// <param name="truncated">Whether it was too long, so that its end is not read.</param>
    /// <exception cref="CheckpointException">The model has no tokenizer beside it.</exception>
    int[] Tokenize(string text, out bool truncated);

    /// <summary>Embeds texts.</summary>
    /// <param name="texts">Texts as people write them.</param>
    /// <param name="cut">Takes the indices of texts that were too long, whose end is not read.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <returns><c>[texts, d]</c>, each of unit length.</returns>
    /// <exception cref="OptionsException">A text has nothing that the tower could read.</exception>
    float[] Encode(IReadOnlyList<string> texts, ICollection<int> cut, CancellationToken cancellationToken);

    /// <summary>Embeds tokens as they are.</summary>
    /// <param name="texts">Token ids, ends included.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <returns><c>[texts, d]</c>, as the tower gives them.</returns>
    /// <exception cref="OptionsException">A text is empty or too long, or a token is outside the vocabulary.</exception>
    float[] Encode(IReadOnlyList<int[]> texts, CancellationToken cancellationToken);

    /// <summary>Turns the mean of a name's sentences, of unit length, into the name's vector, of unit length.</summary>
    void Complete(Span<float> name);
}
