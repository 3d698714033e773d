namespace MaskClip.Text;

/// <summary>Turns texts into the tokens that a text tower was trained with.</summary>
internal interface ITextTokenizer
{
    /// <summary>Number of tokens; a table may have more rows, and none fewer.</summary>
    int VocabularySize { get; }

    /// <summary>The token behind every text, at which CLIP's towers read it.</summary>
    int EndOfText { get; }

    /// <summary>What texts are filled up with.</summary>
    int Padding { get; }

    /// <summary>A text's tokens, ends included, cut to a context length: the end stays last.</summary>
    /// <param name="text">A text as people write it.</param>
    /// <param name="contextLength">The most tokens.</param>
    /// <param name="truncated">Whether some were cut off.</param>
    int[] EncodeWithEnds(string text, int contextLength, out bool truncated);
}
