using System.Globalization;
using System.Text.Json.Nodes;
using MaskClip.Server.Limits;
using MaskClip.Server.Problems;
using Microsoft.Extensions.Primitives;

namespace MaskClip.Server.Segmenting;

/// <summary>What is to be found in a photo, and how.</summary>
internal sealed record SegmentRequest
{
    private static readonly string[] Lists = ["names", "background"];

    private static readonly string[] Texts = ["photo", "model", "method", "format", "name"];

    /// <summary>The id of a photo that was sent before; <see langword="null"/> where the request brings the photo.</summary>
    public string? Photo { get; init; }

    /// <summary>Names, each <c>cat</c>, <c>cat|kitten</c> (synonyms) or <c>cat|kitten=animal</c> (with a label).</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Names of what is drawn as background, which becomes class 0.</summary>
    public IReadOnlyList<string>? Background { get; init; }

    /// <summary>Whether a background is chosen that is near no name, where none is named.</summary>
    public bool AutomaticBackground { get; init; }

    /// <summary>The model; <see langword="null"/> for the service's default.</summary>
    public string? Model { get; init; }

    /// <summary>The dense method; <see langword="null"/> for the model's own.</summary>
    public string? Method { get; init; }

    /// <summary>Short side in pixels to which the photo is resized; <see langword="null"/> for the model's own.</summary>
    public int? Size { get; init; }

    /// <summary><c>json</c>, <c>png</c>, <c>overlay</c>, <c>heatmap</c>, <c>coco</c>, <c>labelme</c> or <c>npy</c>.</summary>
    public string? Format { get; init; }

    /// <summary>The label whose heat map is wanted; <see langword="null"/> for the first.</summary>
    public string? Name { get; init; }

    /// <inheritdoc cref="SegmentationOptions.PromptDenoising"/>
    public float? PromptDenoising { get; init; }

    /// <inheritdoc cref="SegmentationOptions.KeySmoothing"/>
    public float? KeySmoothing { get; init; }

    /// <inheritdoc cref="SegmentationOptions.KeySmoothingTemperature"/>
    public float? KeySmoothingTemperature { get; init; }

    /// <inheritdoc cref="SegmentationOptions.MinScore"/>
    public float? MinScore { get; init; }

    /// <inheritdoc cref="SegmentationOptions.Presence"/>
    public float? Presence { get; init; }

    /// <inheritdoc cref="SegmentationOptions.Prototypes"/>
    public float? Prototypes { get; init; }

    /// <inheritdoc cref="SegmentationOptions.BackgroundThreshold"/>
    public float? BackgroundThreshold { get; init; }

    /// <inheritdoc cref="SegmentationOptions.AreaThreshold"/>
    public float? AreaThreshold { get; init; }

    /// <summary>Whether scores are led along the photo's edges by the guided filter.</summary>
    public bool GuidedFilter { get; init; }

    /// <summary>Whether scores are led along the photo's edges by PAMR.</summary>
    public bool Pamr { get; init; }

    /// <summary>The smallest area in pixels of a region that is written apart, for formats with shapes.</summary>
    public int? MinArea { get; init; }

    /// <summary>How these become labels.</summary>
    internal SegmentationOptions ToOptions() => new()
    {
        PromptDenoising = PromptDenoising,
        KeySmoothing = KeySmoothing,
        KeySmoothingTemperature = KeySmoothingTemperature,
        MinScore = MinScore ?? 0,
        Presence = Presence,
        Prototypes = Prototypes,
        BackgroundThreshold = BackgroundThreshold ?? 0,
        AreaThreshold = AreaThreshold ?? 0,
        GuidedFilter = GuidedFilter ? new GuidedFilterOptions() : null,
        Pamr = Pamr ? new PamrOptions() : null,
    };

    /// <summary>Reads the same settings from a query or a form: by the same names, lists as repeated fields.</summary>
    /// <exception cref="RequestProblem">A field is unknown, or no value of its kind.</exception>
    internal static SegmentRequest Read(IReadOnlyDictionary<string, StringValues> fields)
    {
        var json = new JsonObject();
        foreach (var (name, values) in fields)
        {
            var own = char.ToLowerInvariant(name.FirstOrDefault()) + name[Math.Min(1, name.Length)..];
            json[own] = Lists.Contains(own) ? new JsonArray([.. values.Select(value => JsonValue.Create(value))])
                : Texts.Contains(own) ? JsonValue.Create(values.ToString())
                : Number(values.ToString());
        }

        return JsonBody.Read<SegmentRequest>(System.Text.Encoding.UTF8.GetBytes(json.ToJsonString()));
    }

    private static JsonValue Number(string text) => bool.TryParse(text, out bool on) ? JsonValue.Create(on)
        : int.TryParse(text, NumberStyles.Integer, CultureInfo.InvariantCulture, out int count) ? JsonValue.Create(count)
        : float.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out float value) && float.IsFinite(value)
            ? JsonValue.Create(value)
        : JsonValue.Create(text);
}
