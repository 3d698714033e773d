using MaskClip.Extensions;

namespace MaskClip.Server.Catalog;

/// <summary>Which models the service has.</summary>
internal static class ModelEndpoints
{
    /// <summary>Adds the endpoint to a group of them.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet("/v1/models", (SegmenterSources sources) => new ModelList(
            sources.Default.Name, [.. sources.All.Select(ModelEntry.Of)]))
        .WithSummary("The models that a request can name.");
}

/// <summary>The models of a service.</summary>
/// <param name="Default">The one that is used where none is named.</param>
/// <param name="Models">All of them.</param>
internal sealed record ModelList(string Default, IReadOnlyList<ModelEntry> Models);

/// <summary>A model.</summary>
/// <param name="Name">What requests call it.</param>
/// <param name="Loaded">Whether it is loaded; else the first request for it takes longer.</param>
/// <param name="Dimension">Length of its features; <see langword="null"/> where it is not loaded.</param>
/// <param name="Size">Short side of photos in pixels where a request does not say otherwise.</param>
/// <param name="Method">Its dense method where a request does not say otherwise.</param>
/// <param name="LogitScale">What cosines are multiplied by before the softmax.</param>
/// <param name="Error">Why it could not be loaded, where it could not.</param>
internal sealed record ModelEntry(
    string Name, bool Loaded, int? Dimension, int? Size, string? Method, float? LogitScale, string? Error)
{
    /// <summary>Describes a model.</summary>
    internal static ModelEntry Of(SegmenterSource source)
    {
        var own = source.Loaded;
        return new ModelEntry(
            source.Name,
            own is not null,
            own?.EmbeddingSize,
            own?.Size,
            own?.Options.Photos.Method,
            own?.Defaults.LogitScale,
            source.Error is null ? null : "It could not be loaded; the service's log says why.");
    }
}
