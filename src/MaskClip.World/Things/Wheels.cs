using MaskClip.World.Drawing;
using SkiaSharp;

namespace MaskClip.World.Things;

/// <summary>What vehicles share.</summary>
internal static class Wheels
{
    /// <summary>Dark tyres.</summary>
    public static readonly SKColor Rubber = new(30, 30, 34);

    /// <summary>Window glass by day or lit by night.</summary>
    public static SKColor Glass(Pad pad) => pad.IsNight ? new SKColor(255, 226, 130) : new SKColor(150, 200, 226);

    /// <summary>A tyre with its hub.</summary>
    public static void Draw(Pad pad, float x, float y, float radius)
    {
        pad.Circle(x, y, radius).Fill(Rubber);
        pad.Circle(x, y, radius * 0.55f).Mark(new SKColor(176, 178, 184));
        pad.Circle(x, y, radius * 0.2f).Mark(new SKColor(90, 92, 98));
    }
}
