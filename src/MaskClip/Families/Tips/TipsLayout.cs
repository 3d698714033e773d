namespace MaskClip.Families.Tips;

/// <summary>How a TIPS model is published.</summary>
internal enum TipsLayout
{
    /// <summary>An <c>.npz</c> archive for each tower (storage.googleapis.com/tips_data).</summary>
    Archives,

    /// <summary>
    /// Hugging Face with the authors' own code: a flat configuration, prefixes <c>vision_encoder.</c> and <c>text_encoder.</c>.
    /// </summary>
    Flat,

    /// <summary>
    /// Hugging Face's own <c>Tipsv2Model</c>: sections <c>vision_config</c> and <c>text_config</c>, the names of its DINOv2 and CLIP.
    /// </summary>
    Nested,
}
