using MaskClip.Checkpoints;
using MaskClip.Towers;

namespace MaskClip.Families.Siglip;

/// <summary>A SigLIP model's towers: sizes off its tensors, conventions from the configuration of its layout.</summary>
/// <param name="Image">The image tower, if the model has one.</param>
/// <param name="Text">The text tower, if the model has one.</param>
internal sealed record SiglipConfig(SiglipImageConfig? Image, SiglipTextConfig? Text)
{
    /// <summary>Reads a model.</summary>
    /// <param name="files">Its files.</param>
    /// <param name="tensors">Its tensors under this library's names.</param>
    /// <param name="isOpenClip">Whether they were in open_clip's layout.</param>
    /// <exception cref="CheckpointException">Something is missing, or the configuration says what is not computed.</exception>
    public static SiglipConfig Read(SiglipFiles files, IReadOnlyDictionary<string, CheckpointTensor> tensors, bool isOpenClip)
    {
        var sizes = new SiglipSizes(files.Path, tensors);
        ISiglipConventions conventions = isOpenClip
            ? new OpenClipConventions(files.OpenClip)
            : new HuggingFaceConventions(files.HuggingFace, files.Preprocessor);
        var image = tensors.ContainsKey("visual.conv1.weight") ? conventions.Image(sizes) : null;
        var text = tensors.ContainsKey(TokenRows.Table) ? conventions.Text(sizes) : null;
        if (image is null && text is null)
            throw new CheckpointException(files.Path, "it holds neither SigLIP's image tower nor its text tower.");
        if (image is not null && text is not null && image.Transformer.EmbeddingSize != text.EmbeddingSize)
        {
            throw new CheckpointException(
                files.Path,
                $"its photos have {image.Transformer.EmbeddingSize} numbers and its texts ('text_projection.weight') " +
                $"{text.EmbeddingSize}: the towers do not belong together.",
                "visual.conv1.weight");
        }

        return new(image, text);
    }
}
