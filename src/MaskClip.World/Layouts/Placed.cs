using MaskClip.World.Drawing;
using MaskClip.World.Things;
using SkiaSharp;

namespace MaskClip.World.Layouts;

/// <summary>A thing that has its place in a scene. Lengths are in short sides of the picture.</summary>
/// <param name="Thing">What it is.</param>
/// <param name="Pose">How it is.</param>
/// <param name="Color">Its coat's color.</param>
/// <param name="Pattern">Its coat's pattern.</param>
/// <param name="X">Its middle.</param>
/// <param name="Foot">The row on which it stands.</param>
/// <param name="Size">How long one of its units is.</param>
/// <param name="Seed">Decides its shape and the shade of its coat.</param>
internal sealed record Placed(Thing Thing, Pose Pose, ColorName Color, Pattern Pattern, float X, float Foot, float Size, ulong Seed)
{
    /// <summary>Whether it faces left.</summary>
    public bool Mirrored { get; init; }

    /// <summary>How far it is turned, in full turns.</summary>
    public float Tilt { get; init; }

    /// <summary>Whether it throws a shadow on the ground.</summary>
    public bool Stands { get; init; }

    /// <summary>What is drawn later has more.</summary>
    public float Depth { get; init; }

    /// <summary>The box around it.</summary>
    public SKRect Box => SKRect.Create(X - Pose.Width * Size / 2, Foot - Pose.Height * Size, Pose.Width * Size, Pose.Height * Size);

    /// <summary>How much of the smaller of two boxes lies in the other, 0..1.</summary>
    public static float Overlap(SKRect a, SKRect b)
    {
        float across = Math.Min(a.Right, b.Right) - Math.Max(a.Left, b.Left), down = Math.Min(a.Bottom, b.Bottom) - Math.Max(a.Top, b.Top);
        return across <= 0 || down <= 0 ? 0 : across * down / Math.Min(a.Width * a.Height, b.Width * b.Height);
    }
}
