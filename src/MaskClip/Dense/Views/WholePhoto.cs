using System.Numerics.Tensors;
using MaskClip.Clip;
using MaskClip.Imaging;

namespace MaskClip.Dense;

/// <summary>What plain CLIP makes of a photo as a whole.</summary>
internal static class WholePhoto
{
    /// <summary>Embeds a photo, brought to the square that the model was trained on.</summary>
    /// <param name="model">The model.</param>
    /// <param name="photo">The photo.</param>
    /// <param name="mean">Mean of red, green, blue, on the scale 0..1.</param>
    /// <param name="std">Deviation of red, green, blue, on the scale 0..1.</param>
    /// <returns>Unit length.</returns>
    public static float[] Embed(ClipModel model, RgbImage photo, ReadOnlySpan<float> mean, ReadOnlySpan<float> std)
    {
        int side = model.ImageConfig.ImageSize;
        var pixels = new float[3 * side * side];
        ImageTensor.Normalise(photo.Resize(side, side), mean, std, pixels);
        var embedding = model.Plain.Encode(pixels, 1);
        TensorPrimitives.Divide(embedding, Math.Max(TensorPrimitives.Norm<float>(embedding), 1e-12f), embedding);
        return embedding;
    }
}
