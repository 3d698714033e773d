using MaskClip.World.Drawing;
using MaskClip.World.Things;
using SkiaSharp;

namespace MaskClip.World.Layouts;

/// <summary>Draws a setting and its things: the picture, and whose each pixel is.</summary>
internal sealed unsafe class SceneCanvas : IDisposable
{
    private readonly SKBitmap picture;
    private readonly SKBitmap owners;
    private readonly Pad pad;
    private readonly float unit;

    /// <summary>Paints the stuff.</summary>
    public SceneCanvas(Setting setting, int width, int height)
    {
        picture = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        owners = new SKBitmap(new SKImageInfo(width, height, SKColorType.Alpha8, SKAlphaType.Premul));
        owners.Erase(SKColors.Transparent);
        setting.Backdrop.Paint(picture, setting.Brightness);
        pad = new Pad(picture, owners, setting.Light);
        unit = setting.Backdrop.Unit;
    }

    /// <summary>The picture so far.</summary>
    public SKBitmap Picture => picture;

    /// <summary>Draws a thing.</summary>
    /// <param name="placed">The thing and its place.</param>
    /// <param name="owner">Its number, 1..255.</param>
    /// <returns>How many pixels it owns now.</returns>
    public int Draw(Placed placed, byte owner)
    {
        float size = placed.Size * unit, x = placed.X * unit, foot = placed.Foot * unit, half = placed.Pose.Width / 2;
        if (placed.Stands) pad.Shadow(x + size * 0.1f * half, foot, size * half * 1.08f, Math.Max(size * 0.07f, 1.5f), 104);
        var dice = new Dice(placed.Seed);
        using var coat = new Coat(placed.Color, placed.Pattern, dice);
        pad.Begin(owner, coat, Place(x, foot, size, placed),
            new SKRect(-half * 1.5f - 0.2f, -placed.Pose.Height * 1.3f - 0.1f, half * 1.5f + 0.2f, 0.3f));
        placed.Thing.Draw(pad, placed.Pose, dice);
        pad.End(placed.Thing.IsLuminous);
        return Owned().Count(owner);
    }

    /// <summary>The number of each pixel's owner; 0 where there is only stuff.</summary>
    public ReadOnlySpan<byte> Owned() => new((byte*)owners.GetPixels(), owners.RowBytes * owners.Height);

    /// <inheritdoc/>
    public void Dispose()
    {
        pad.Dispose();
        picture.Dispose();
        owners.Dispose();
    }

    private static SKMatrix Place(float x, float foot, float size, Placed placed)
    {
        float cos = size * Turns.Cos(placed.Tilt), sin = size * Turns.Sin(placed.Tilt), side = placed.Mirrored ? -1 : 1;

        // Turned about its middle, so that a ball may roll all the way around.
        float middle = placed.Pose.Height / 2;
        return new SKMatrix(side * cos, -sin, x - sin * middle, side * sin, cos, foot - size * middle + cos * middle, 0, 0, 1);
    }
}
