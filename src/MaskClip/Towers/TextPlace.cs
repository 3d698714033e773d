namespace MaskClip.Towers;

/// <summary>At which of its tokens a text is read (open_clip, transformer.py, <c>text_global_pool</c>).</summary>
public enum TextPlace
{
    /// <summary>At its end token, or where none is known at its highest token, which CLIP's end token is.</summary>
    End,

    /// <summary>At its first token.</summary>
    First,

    /// <summary>At the last place of the context, whatever stands there.</summary>
    Last,
}
