using MaskClip.Checkpoints;
using MaskClip.Towers;

namespace MaskClip.Model;

/// <summary>Checks that the towers of a checkpoint belong together, and that the configuration beside it is about them.</summary>
internal static class TensorAgreement
{
    /// <summary>Checks both.</summary>
    /// <exception cref="CheckpointException">Something does not fit: both sides of it are named.</exception>
    public static void Check(Checkpoint checkpoint, ImageTowerConfig? image, TextTowerConfig? text)
    {
        if (image is not null && text is not null && image.EmbeddingSize != text.EmbeddingSize)
            throw DifferentLengths(checkpoint, image, text);
        foreach (var claim in checkpoint.Hints.Sizes)
        {
            if (Size(claim.Size, checkpoint, image, text) is not { } size || Fits(claim, size.Value, image)) continue;
            throw new CheckpointException(
                checkpoint.Path,
                $"{System.IO.Path.GetFileName(checkpoint.Hints.Source.Split(", ")[0])} says '{claim.Field}' is {claim.Value}, and its " +
                $"shape {TensorShape.Text(checkpoint.Require(size.Tensor).Shape)} says {size.Value}: " +
                "the configuration is not of these weights. Give the one that belongs to them.",
                checkpoint.Require(size.Tensor).StoredName);
        }
    }

    // A side that patches do not divide is cut to one that they do.
    private static bool Fits(SizeClaim claim, string value, ImageTowerConfig? image) => claim.Value == value
        || (claim.Size == ModelSize.ImageSide && int.TryParse(claim.Value, out int side) && side / image!.Stride == image.TrainedGrid);

    private static (string Tensor, string Value)? Size(
        ModelSize size, Checkpoint checkpoint, ImageTowerConfig? image, TextTowerConfig? text)
    {
        var vit = image as VisionTransformerConfig;
        var resNet = image as ModifiedResNetConfig;
        const string Patches = "visual.conv1.weight";
        return size switch
        {
            ModelSize.Embedding when image is not null => (Projection(image), $"{image.EmbeddingSize}"),
            ModelSize.Embedding when text is not null => ("text_projection", $"{text.EmbeddingSize}"),
            ModelSize.ImageWidth when vit is not null => (Patches, $"{vit.Width}"),
            ModelSize.ImageWidth when resNet is not null => ("visual.attnpool.v_proj.weight", $"{resNet.Width / 32}"),
            ModelSize.ImageLayers when vit is not null =>
                ($"visual.transformer.resblocks.{vit.Layers - 1}.attn.in_proj_weight", $"{vit.Layers}"),
            ModelSize.ImageLayers when resNet is not null =>
                ($"visual.layer4.{resNet.Layers[3] - 1}.conv1.weight", string.Join('-', resNet.Layers)),
            ModelSize.Patch when vit is not null => (Patches, $"{vit.PatchSize}"),
            ModelSize.ImageSide when image is not null => (image.PositionTensor, $"{image.ImageSize}"),
            ModelSize.TextWidth when text is not null => (TokenRows.Table, $"{text.Width}"),
            ModelSize.TextLayers when text is not null =>
                ($"transformer.resblocks.{text.Layers - 1}.attn.in_proj_weight", $"{text.Layers}"),
            ModelSize.Context when text is not null => ("positional_embedding", $"{text.ContextLength}"),
            ModelSize.Vocabulary when text is not null => (TokenRows.Table, $"{text.VocabularySize}"),
            _ => null,
        };
    }

    private static CheckpointException DifferentLengths(Checkpoint checkpoint, ImageTowerConfig image, TextTowerConfig text)
    {
        CheckpointTensor one = checkpoint.Require(Projection(image)), other = checkpoint.Require("text_projection");
        return new(
            checkpoint.Path,
            $"its shape {TensorShape.Text(one.Shape)} gives photos {image.EmbeddingSize} numbers, and tensor '{other.StoredName}' " +
            $"{TensorShape.Text(other.Shape)} gives texts " +
            $"{text.EmbeddingSize}: the two towers do not belong together. Give the towers of one model.",
            one.StoredName);
    }

    private static string Projection(ImageTowerConfig image) =>
        image is ModifiedResNetConfig ? "visual.attnpool.c_proj.weight" : "visual.proj";
}
