using MaskClip.World.Drawing;
using MaskClip.World.Scenes;
using MaskClip.World.Stuff;

namespace MaskClip.World.Scenes;

/// <summary>A thing in a scene.</summary>
/// <param name="Class">Its class number.</param>
/// <param name="Color">Its color.</param>
/// <param name="Pattern">Its pattern.</param>
/// <param name="Pose">What it does ("sitting"), or nothing.</param>
/// <param name="Box">The box around its visible pixels; empty when none is visible.</param>
/// <param name="Pixels">Its visible pixels.</param>
/// <param name="Visible">The visible share of those of its pixels that would be in the picture if nothing stood before it, 0..1.</param>
/// <param name="Under">The stuff around its foot; none when there is none next to it.</param>
/// <param name="HeldOut">Whether the combination of its color and class is held out from training.</param>
internal sealed record WorldObject(byte Class, ColorName Color, Pattern Pattern, string Pose, PixelBox Box, int Pixels, float Visible,
    StuffKind? Under, bool HeldOut)
{
    /// <summary>What it is called.</summary>
    public string Name => WorldClasses.Names[Class];

    /// <summary>Whether so much of it can be seen that one may speak of it: a third of it, and more than a few pixels.</summary>
    /// <param name="picturePixels">The picture's pixels.</param>
    public bool CanBeSeen(int picturePixels) => Visible > 0.34f && Pixels > 0.004f * picturePixels;
}
