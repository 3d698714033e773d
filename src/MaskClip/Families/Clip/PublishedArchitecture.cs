using MaskClip.Model;
using MaskClip.Towers;

namespace MaskClip.Families.Clip;

/// <summary>An architecture of CLIP that has a name: the sizes of its two towers.</summary>
/// <remarks>openai/CLIP, clip/clip.py, and open_clip, model_configs: those that are CLIP's own towers with CLIP's tokenizer.</remarks>
/// <param name="Name">open_clip's name.</param>
/// <param name="Embedding">Length of the common embedding.</param>
/// <param name="Side">Side of the images that it was trained on.</param>
/// <param name="Patch">Side of a patch; 0 for a ResNet.</param>
/// <param name="Width">Width of the image tower's tokens; of a ResNet's stem.</param>
/// <param name="Layers">Blocks of the image tower; of a ResNet's stages, with dashes.</param>
/// <param name="TextWidth">Width of the text tower.</param>
/// <param name="TextLayers">Its blocks.</param>
internal sealed record PublishedArchitecture(
    string Name, int Embedding, int Side, int Patch, int Width, string Layers, int TextWidth, int TextLayers)
{
    private const int Context = 77;

    /// <summary>All of them; those that differ in the activation alone once.</summary>
    public static IReadOnlyList<PublishedArchitecture> All { get; } =
    [
        new("RN50", 1024, 224, 0, 64, "3-4-6-3", 512, 12),
        new("RN101", 512, 224, 0, 64, "3-4-23-3", 512, 12),
        new("RN50x4", 640, 288, 0, 80, "4-6-10-6", 640, 12),
        new("RN50x16", 768, 384, 0, 96, "6-8-18-8", 768, 12),
        new("RN50x64", 1024, 448, 0, 128, "3-15-36-10", 1024, 12),
        new("ViT-S-32", 384, 224, 32, 384, "12", 384, 12),
        new("ViT-S-32-alt", 256, 224, 32, 384, "12", 256, 10),
        new("ViT-S-16", 384, 224, 16, 384, "12", 384, 12),
        new("ViT-S-16-alt", 256, 224, 16, 384, "12", 256, 10),
        new("ViT-M-32", 512, 224, 32, 512, "12", 512, 12),
        new("ViT-M-32-alt", 384, 224, 32, 512, "12", 384, 12),
        new("ViT-M-16", 512, 224, 16, 512, "12", 512, 12),
        new("ViT-B-32", 512, 224, 32, 768, "12", 512, 12),
        new("ViT-B-32-256", 512, 256, 32, 768, "12", 512, 12),
        new("ViT-B-32-plus-256", 640, 256, 32, 896, "12", 640, 12),
        new("ViT-B-16", 512, 224, 16, 768, "12", 512, 12),
        new("ViT-B-16-plus", 640, 224, 16, 896, "12", 640, 12),
        new("ViT-B-16-plus-240", 640, 240, 16, 896, "12", 640, 12),
        new("ViT-L-16", 768, 224, 16, 1024, "24", 768, 12),
        new("ViT-L-16-320", 768, 320, 16, 1024, "24", 768, 12),
        new("ViT-L-14", 768, 224, 14, 1024, "24", 768, 12),
        new("ViT-L-14-280", 768, 280, 14, 1024, "24", 768, 12),
        new("ViT-L-14-336", 768, 336, 14, 1024, "24", 768, 12),
        new("ViT-H-16", 1024, 224, 16, 1280, "32", 1024, 24),
        new("ViT-H-14", 1024, 224, 14, 1280, "32", 1024, 24),
        new("ViT-H-14-378", 1024, 378, 14, 1280, "32", 1024, 24),
        new("ViT-g-14", 1024, 224, 14, 1408, "40", 1024, 24),
        new("ViT-bigG-14", 1280, 224, 14, 1664, "48", 1280, 32),
        new("ViT-e-14", 1280, 224, 14, 1792, "56", 1280, 36),
    ];

    /// <summary>The one that a model's sizes are, both towers together; <see langword="null"/> when they are none's.</summary>
    public static PublishedArchitecture? Of(ClipConfig config)
    {
        if (config is not { Image: { } image, Text: { ContextLength: Context } text }) return null;
        var (patch, width, layers) = image switch
        {
            VisionTransformerConfig vit => (vit.PatchSize, vit.Width, $"{vit.Layers}"),
            ModifiedResNetConfig resNet => (0, resNet.Width / 32, string.Join('-', resNet.Layers)),
            _ => (-1, 0, ""),
        };
        return All.FirstOrDefault(known =>
            (known.Embedding, known.Side, known.Patch, known.Width, known.Layers) == (
                image.EmbeddingSize, image.ImageSize, patch, width, layers)
            && (known.TextWidth, known.TextLayers) == (text.Width, text.Layers));
    }
}
