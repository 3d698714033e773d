using System.Numerics.Tensors;
using MaskClip.Clip;
using MaskClip.Dense;
using MaskClip.Imaging;

namespace MaskClip.Evaluation.Concepts;

/// <summary>What CLIP itself says of a photo as a whole: one embedding of the photo's centre, compared with every name.</summary>
internal static class WholePhoto
{
    /// <summary>Softmax over the names of <c>scale · cosine</c>; a class takes the best of its rows.</summary>
    /// <param name="segmenter">The model.</param>
    /// <param name="photo">The photo; prepared as openai/CLIP's <c>_transform</c> does: short side to the trained size, centre cut out.</param>
    /// <param name="names">Names embedded by the same model.</param>
    /// <param name="scale">The softmax's logit scale.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    /// <returns>One confidence a class, 0..1, sum 1.</returns>
    public static float[] Confidences(Segmenter segmenter, RgbImage photo, TextClassifier names, float scale, CancellationToken cancellationToken = default)
    {
        var model = segmenter.Model;
        int size = model.ImageConfig.ImageSize;
        var square = Centre(photo, size);
        var pixels = new float[3 * size * size];
        ImageTensor.Normalise(square, [.. model.Config.Mean], [.. model.Config.Std], pixels);
        var embedding = model.Plain.Encode(pixels, 1, cancellationToken);
        TensorPrimitives.Divide(embedding, TensorPrimitives.Norm<float>(embedding), embedding);
        return GridScores.Cosines(embedding, names.Embeddings, names.Classes, names.Vocabulary.Classes.Count, names.Size).Confidences(scale);
    }

    private static RgbImage Centre(RgbImage photo, int size)
    {
        // Python's integer division, and round-half-to-even, as torchvision has them.
        var (width, height) = photo.Width < photo.Height ? (size, (int)((long)size * photo.Height / photo.Width)) : ((int)((long)size * photo.Width / photo.Height), size);
        var resized = photo.Resize(width, height);
        return resized.Crop(new PixelBox((int)Math.Round((width - size) / 2.0), (int)Math.Round((height - size) / 2.0), size, size));
    }
}
