using System.Text.Json.Serialization;

namespace MaskClip.Evaluation;

/// <summary>A photo that could not be evaluated.</summary>
/// <param name="Id">The photo's id.</param>
/// <param name="Error">What is wrong with it.</param>
public sealed record FailedPhoto(string Id, [property: JsonPropertyName("fault")] string Error);
