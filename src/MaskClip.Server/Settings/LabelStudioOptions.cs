using System.ComponentModel.DataAnnotations;

namespace MaskClip.Server;

/// <summary>How the service labels for Label Studio.</summary>
/// <remarks>Change them from one thread at a time.</remarks>
public sealed class LabelStudioOptions
{
    /// <summary>
    /// Where Label Studio is, as <c>http://localhost:8080</c>: photos of tasks are fetched from there and from nowhere else, whatever a
    /// task says.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: only photos that are inside their tasks are labeled.</value>
    public Uri? Url { get; set; }

    /// <summary>The access token of Label Studio's user whose photos are fetched.</summary>
    /// <value>The default value is <see langword="null"/>: none is sent.</value>
    public string? Token { get; set; }

    /// <summary>Names of what is left unlabeled.</summary>
    /// <value>The default value has none: every pixel gets one of the project's labels.</value>
    public IList<string> Background { get; } = [];

    /// <summary>
    /// Labels whose confidence is below this everywhere are left out; see <see cref="SegmentationOptions.PromptDenoising"/>.
    /// </summary>
    /// <value>0 to 1, or <see langword="null"/> for off. The default value is 0.5.</value>
    [Range(0.0, 1.0)]
    public float? PromptDenoising { get; set; } = SegmentationOptions.UsualPromptDenoising;

    /// <summary>Whether masks are led along the photo's edges by the guided filter.</summary>
    /// <value>The default value is <see langword="true"/>.</value>
    public bool GuidedFilter { get; set; } = true;

    /// <summary>The smallest region in pixels that is proposed.</summary>
    /// <value>0 to 1,000,000. The default value is 64.</value>
    [Range(0, 1_000_000)]
    public int MinArea { get; set; } = 64;
}
