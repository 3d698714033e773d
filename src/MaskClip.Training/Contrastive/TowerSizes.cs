
using MaskClip.Towers;

namespace MaskClip.Training.Contrastive;

/// <summary>Checks the sizes of towers.</summary>
public static class TowerSizes
{
    /// <summary>CLIP's conventions with given towers.</summary>
    /// <exception cref="OptionsException">Sizes are out of range or do not fit together; all errors are named.</exception>
    public static ClipConfig Check(ImageTowerConfig image, TextTowerConfig text)
    {
        var config = new ClipConfig(image, text, Activation.QuickGelu, 1e-5f, ClipConfig.ClipMean, ClipConfig.ClipStd, []);
        List<string> errors = [];
        if (image.EmbeddingSize is < 1 or > 8192) errors.Add($"the embedding has {image.EmbeddingSize} numbers; 1 to 8192 are allowed");
        if (image.ImageSize < image.Stride || image.ImageSize % image.Stride != 0)
        {
            errors.Add($"pictures are {image.ImageSize} pixels wide; a multiple of {image.Stride} is needed");
        }

        if (image is VisionTransformerConfig vit)
        {
            if (vit.PatchSize is < 1 or > 256) errors.Add($"the patch is {vit.PatchSize} pixels wide; 1 to 256 are allowed");
            if (vit.Layers is < 1 or > 256) errors.Add($"the image tower has {vit.Layers} blocks; 1 to 256 are allowed");
        }
        else if (image is ModifiedResNetConfig resNet && (resNet.Layers.Count != 4 || resNet.Layers.Any(blocks => blocks is < 1 or > 256)))
        {
            errors.Add($"the ResNet's stages are {string.Join(",", resNet.Layers)}; four numbers of 1 to 256 are needed");
        }

        Heads("image", image.Width, image.Heads);
        Heads("text", text.Width, text.Heads);
        if (text.Layers is < 1 or > 256) errors.Add($"the text tower has {text.Layers} blocks; 1 to 256 are allowed");
        if (text.ContextLength is < 3 or > 1024) errors.Add($"texts have up to {text.ContextLength} tokens; 3 to 1024 are allowed");
        return errors.Count == 0 ? config : throw new OptionsException($"Such towers cannot be built: {string.Join("; ", errors)}.");

        void Heads(string tower, int width, int heads)
        {
            if (width is < 16 or > 16_384 || width % 16 != 0)
                errors.Add($"the {tower} tower's width is {width}; multiples of 16 up to 16384 are allowed");
            else if (heads < 1 || width % heads != 0)
                errors.Add($"the {tower} tower has {heads} heads; its width of {width} must be divisible by them");
        }
    }
}
