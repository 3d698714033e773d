using MaskClip.Model;

namespace MaskClip.Server.Photos;

/// <summary>A photo that was embedded, and how its features are compared with names.</summary>
/// <param name="Id">SHA-256 of the photo's bytes.</param>
/// <param name="Width">Width of the upright photo in pixels.</param>
/// <param name="Height">Height of the upright photo in pixels.</param>
/// <param name="Model">The model.</param>
/// <param name="Method">The dense method.</param>
/// <param name="Size">Short side in pixels to which it was resized.</param>
/// <param name="Grid">Cells of the feature map.</param>
/// <param name="Dimension">Length of a feature.</param>
/// <param name="Cached">Whether the features were kept from an earlier request.</param>
/// <param name="Expires">When photo and features are let go of, unless they are used.</param>
/// <param name="Timings">How long it took; 0 where it was cached.</param>
/// <param name="Urls">Where the numbers are.</param>
/// <param name="Scoring">What makes labels of them.</param>
internal sealed record PhotoAnswer(
    string Id,
    int Width,
    int Height,
    string Model,
    string Method,
    int Size,
    GridSize Grid,
    int Dimension,
    bool Cached,
    DateTimeOffset Expires,
    PhotoTimings Timings,
    FeatureUrls Urls,
    Scoring Scoring)
{
    /// <summary>Describes an embedded photo.</summary>
    internal static PhotoAnswer Of(StoredPhoto photo, EmbeddedPhoto embedded, bool cached, DateTimeOffset expires)
    {
        var (features, choice) = (embedded.Features, embedded.Choice);
        return new PhotoAnswer(
            photo.Id,
            features.Width,
            features.Height,
            choice.Model,
            choice.Method,
            choice.Size,
            new GridSize(features.GridWidth, features.GridHeight),
            features.Size,
            cached,
            expires,
            cached ? new PhotoTimings(0, 0) : new PhotoTimings(Milliseconds(embedded.DecodeTime), Milliseconds(embedded.EmbedTime)),
            FeatureUrls.Of(photo.Id, embedded),
            Scoring.Of(embedded));
    }

    private static double Milliseconds(TimeSpan time) => Math.Round(time.TotalMilliseconds, 2);
}

/// <summary>Cells of a feature map.</summary>
/// <param name="Width">Columns.</param>
/// <param name="Height">Rows.</param>
internal sealed record GridSize(int Width, int Height);

/// <summary>How long a photo took, in milliseconds.</summary>
/// <param name="DecodeMs">Decoding.</param>
/// <param name="EmbedMs">Embedding.</param>
internal sealed record PhotoTimings(double DecodeMs, double EmbedMs);
