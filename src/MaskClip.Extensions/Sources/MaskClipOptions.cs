namespace MaskClip.Extensions;

/// <summary>One model of an application: which it is, and how it is loaded.</summary>
/// <remarks>Bound from configuration and checked at start, all errors in one message. Change them from one thread at a time.</remarks>
public sealed class MaskClipOptions
{
    /// <summary>The model, as <see cref="MaskClip.Segmenter.Load(string?, SegmenterOptions?)"/> takes it.</summary>
    /// <value>
    /// The default value is <see langword="null"/>: <c>MASKCLIP_MODEL</c>, else a pulled ViT-B-16, else an installed model package.
    /// </value>
    public string? Model { get; set; }

    /// <summary>
    /// How it is loaded, and how it embeds where a call does not say otherwise. <see cref="SegmenterOptions.Logger"/> is the application's
    /// where nobody sets one.
    /// </summary>
    public SegmenterOptions Segmenter { get; set; } = new();

    /// <summary>Whether the model is downloaded when it is not here. Off, nothing is ever asked of the network.</summary>
    /// <value>The default value is <see langword="false"/>.</value>
    public bool Pull { get; set; }

    /// <summary>
    /// Whether the application loads the model when it starts, beside whatever else starts, and not with the first photo.
    /// </summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool WarmUp { get; set; } = true;
}
