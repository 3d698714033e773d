using MaskClip.Imaging;
using MaskClip.World.Scenes;

namespace MaskClip.World;

/// <summary>A drawn scene and all that is known of it.</summary>
/// <remarks>Nothing changes it after it was drawn: safe to share between threads.</remarks>
public sealed record WorldScene
{
    /// <summary>What it was drawn from.</summary>
    public required long Seed { get; init; }

    /// <summary>Which half of the world it belongs to.</summary>
    public required WorldSplit Split { get; init; }

    /// <summary>The picture.</summary>
    public required RgbImage Picture { get; init; }

    /// <summary>The class of each pixel, an index into <see cref="WorldClasses.Names"/>; every pixel has one.</summary>
    public required IndexedImage Mask { get; init; }

    /// <summary>Its things, far to near.</summary>
    internal IReadOnlyList<WorldObject> Objects { get; init; } = [];

    /// <summary>Its stuff.</summary>
    internal IReadOnlyList<WorldStuff> Stuff { get; init; } = [];

    /// <summary>What the scene as a whole is like ("at night", "blurred"), in words that captions may use.</summary>
    internal SceneMood Mood { get; init; } = new(Night: false, Blurred: false, Grainy: false, CloseUp: false);
}
