using MaskClip.Imaging;
using MaskClip.World.Drawing;
using MaskClip.World.Grammar;

namespace MaskClip.World;

/// <summary>A drawn scene and all that is known of it.</summary>
internal sealed record WorldScene
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
    public required IReadOnlyList<WorldObject> Objects { get; init; }

    /// <summary>Its stuff.</summary>
    public required IReadOnlyList<WorldStuff> Stuff { get; init; }

    /// <summary>What the scene as a whole is like ("at night", "blurred"), in words that captions may use.</summary>
    public required SceneMood Mood { get; init; }

    /// <summary>One of its many captions.</summary>
    /// <param name="number">Which; the same number gives the same caption.</param>
    public string Caption(int number) => CaptionWriter.Write(this, Dice.For(Seed, 1000 + 2 * number + (int)Split));
}
