namespace MaskClip.Families.Siglip;

/// <summary>How texts are cleaned before they are divided into pieces.</summary>
internal enum TextCleaning
{
    /// <summary>As the tokenizer's kind wants it: <see cref="Words"/> for SigLIP 1 (unigram), <see cref="LowerCase"/> for SigLIP 2 (Gemma's BPE).</summary>
    ByTokenizer,

    /// <summary>Lower case, no ASCII punctuation, white space to single spaces: transformers' SigLIP tokenizer.</summary>
    Words,

    /// <summary>Lower case and nothing else: SigLIP 2.</summary>
    LowerCase,

    /// <summary>open_clip's <c>canonicalize</c>: ftfy's repairs, underscores to spaces, no ASCII punctuation, lower case, single spaces.</summary>
    Canonical,

    /// <summary>open_clip's <c>lower</c>: ftfy's repairs, lower case, single spaces.</summary>
    OpenClipLower,

    /// <summary>open_clip's <c>whitespace</c>: ftfy's repairs, single spaces.</summary>
    Whitespace,
}
