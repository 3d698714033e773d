namespace MaskClip.Server.Photos;

/// <summary>A photo with its features, by one model and method at one size.</summary>
/// <param name="Photo">The pixels.</param>
/// <param name="Features">The features.</param>
/// <param name="Segmenter">The model.</param>
/// <param name="Choice">How it was embedded, the model's own filled in.</param>
/// <param name="DecodeTime">How long decoding took.</param>
/// <param name="EmbedTime">How long embedding took.</param>
internal sealed record EmbeddedPhoto(
    RgbImage Photo,
    DenseFeatures Features,
    Segmenter Segmenter,
    EmbeddingChoice Choice,
    TimeSpan DecodeTime,
    TimeSpan EmbedTime)
{
    /// <summary>The bytes that it holds.</summary>
    public long Bytes { get; } = Photo.Pixels.Length + Numbers(Features) * sizeof(float);

    private static long Numbers(DenseFeatures features)
    {
        // What needs its names again keeps the last block's input beside: about three more features a position.
        if (!features.IsSingleGrid) return 4L * features.GridWidth * features.GridHeight * features.Size;
        return (long)features.Features.Length + features.Key.Length + features.Surroundings.Length;
    }
}
