namespace MaskClip.Server.Photos;

/// <summary>Where a photo's numbers are: float16, little endian.</summary>
/// <param name="Features">Unit-length features, <c>[dimension, height, width]</c>; <see langword="null"/> where they depend on
/// names.</param>
/// <param name="Keys">Keys, <c>[k, height, width]</c>, where there are any.</param>
/// <param name="Surroundings">Features of what surrounds each position, <c>[dimension, height, width]</c>, where there are any.</param>
internal sealed record FeatureUrls(string? Features, string? Keys, string? Surroundings)
{
    /// <summary>The addresses of an embedded photo's numbers.</summary>
    internal static FeatureUrls Of(string id, EmbeddedPhoto embedded)
    {
        if (!embedded.Features.IsSingleGrid) return new FeatureUrls(null, null, null);
        var query = embedded.Choice.ToQuery();
        return new FeatureUrls(
            $"/v1/photos/{id}/features{query}",
            embedded.Features.Key.IsEmpty ? null : $"/v1/photos/{id}/keys{query}",
            embedded.Features.Surroundings.IsEmpty ? null : $"/v1/photos/{id}/surroundings{query}");
    }
}
