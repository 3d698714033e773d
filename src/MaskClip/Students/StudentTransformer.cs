
using MaskClip.Towers;

namespace MaskClip.Students;

/// <summary>A student's vision transformer: CLIP's own, whose last block reads each patch's value (paper, section 3.3).</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Width">Token width.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Patch">Side of a patch, in pixels.</param>
/// <param name="Grid">Patches along a side of training crops; position embeddings of other grids are resized from these.</param>
/// <param name="Activation">Of the perceptrons.</param>
/// <param name="Epsilon">What layer normalizations add to the variance.</param>
/// <param name="Scale">What cosines are multiplied by.</param>
public sealed record StudentTransformer(
    int Width, int Heads, int Layers, int Patch, int Grid, Activation Activation, float Epsilon, float Scale)
{
    /// <summary>A patch's features are those of so many parts along its side.</summary>
    public const int Parts = 2;

    /// <summary>The transformer of a CLIP model.</summary>
    /// <param name="config">The model.</param>
    /// <param name="scale">Its logit scale.</param>
    /// <param name="crop">Side of training crops, in pixels.</param>
    /// <exception cref="OptionsException">Its image tower is a ResNet, or crops do not fit its patches.</exception>
    public static StudentTransformer Of(ClipConfig config, float scale, int crop)
    {
        if (config.Image is not VisionTransformerConfig vit)
        {
            throw new OptionsException(
                "This CLIP model's image tower is a ResNet; linear reads a vision transformer. Take deeplabv2-clip, or a CLIP model " +
                "with a transformer (ViT-B-16).");
        }
        if (config.Activation == Activation.TanhGelu)
        {
            throw new OptionsException(
                "This CLIP model has the tanh form of GELU, which students are not trained with. Take another model.");
        }
        return crop % vit.PatchSize == 0
            ? new(vit.Width, vit.Heads, vit.Layers, vit.PatchSize, crop / vit.PatchSize, config.Activation, config.Epsilon, scale)
            : throw new OptionsException($"Crops of {crop} pixels do not fit patches of {vit.PatchSize}; a multiple is needed.");
    }

    /// <summary>The tower as CLIP describes it.</summary>
    /// <param name="embeddingSize">Length of an embedding.</param>
    public VisionTransformerConfig Tower(int embeddingSize) => new(Width, Heads, Grid * Patch, embeddingSize, Patch, Layers);

    /// <summary>Adds what is out of range to a list of errors.</summary>
    internal void Validate(List<string> errors)
    {
        if (Width is < 1 or > 8192 || Heads is < 1 or > 256 || Width % Heads != 0)
            errors.Add($"the transformer is {Width} wide with {Heads} heads; the width must be divisible by them");
        if (Layers is < 1 or > 256) errors.Add($"the transformer has {Layers} blocks; 1 to 256 are allowed");
        if (Patch is < 2 or > 128 || Patch % Parts != 0)
            errors.Add($"a patch is {Patch} pixels wide; even numbers from 2 to 128 are allowed");
        if (Grid is < 1 or > 1024) errors.Add($"the grid has {Grid} patches a side; 1 to 1024 are allowed");
        if (!Enum.IsDefined(Activation)) errors.Add($"the activation is {Activation}");
        if (Epsilon is not (> 0 and < 1)) errors.Add($"the epsilon is {Epsilon}; more than 0 and less than 1 is allowed");
        if (Scale is not (> 0 and <= 10_000)) errors.Add($"the scale is {Scale}; more than 0 and at most 10000 is allowed");
    }
}
