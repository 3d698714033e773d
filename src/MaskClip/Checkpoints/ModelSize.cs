namespace MaskClip.Checkpoints;

/// <summary>The sizes of a CLIP that both its tensors and its configuration tell.</summary>
internal enum ModelSize
{
    /// <summary>Length of the common embedding.</summary>
    Embedding,

    /// <summary>Width of the image tower's tokens, or of a ResNet's stem.</summary>
    ImageWidth,

    /// <summary>Blocks of the image tower.</summary>
    ImageLayers,

    /// <summary>Side of a patch.</summary>
    Patch,

    /// <summary>Side of the images that it was trained on.</summary>
    ImageSide,

    /// <summary>Width of the text tower.</summary>
    TextWidth,

    /// <summary>Blocks of the text tower.</summary>
    TextLayers,

    /// <summary>Rows of the position table of texts.</summary>
    Context,

    /// <summary>Rows of the token table.</summary>
    Vocabulary,
}
