using SkiaSharp;

namespace MaskClip.World.Drawing;

/// <summary>Light, shade, roughness and night over a thing that was just drawn into a layer of its own.</summary>
internal sealed class Modelling(Light light) : IDisposable
{
    private readonly SKPaint paint = new() { BlendMode = SKBlendMode.SrcATop };

    /// <summary>Goes over all that is in the layer.</summary>
    /// <param name="layer">The layer.</param>
    /// <param name="place">From the thing's units to pixels.</param>
    /// <param name="box">Where it is, in units.</param>
    /// <param name="bounds">The same, in pixels.</param>
    public void Apply(SKCanvas layer, in SKMatrix place, SKRect box, SKRect bounds)
    {
        if (light.Texture > 0) Roughen(layer, place, bounds);
        Shade(layer, place, box, bounds);
        if (light.Darkness == 0) return;
        paint.Color = new SKColor(6, 8, 26, (byte)(255 * light.Darkness));
        layer.DrawRect(bounds, paint);
    }

    /// <inheritdoc/>
    public void Dispose() => paint.Dispose();

    private void Roughen(SKCanvas layer, in SKMatrix place, SKRect bounds)
    {
        using var rough = NoiseTile.Shader.WithLocalMatrix(place);
        paint.Shader = rough;
        paint.Color = new SKColor(0, 0, 0, (byte)(90 * light.Texture));
        layer.DrawRect(bounds, paint);
        paint.Shader = null;
    }

    private void Shade(SKCanvas layer, in SKMatrix place, SKRect box, SKRect bounds)
    {
        byte bright = (byte)(80 * light.Strength), dark = (byte)(110 * light.Strength);
        float across = (place.ScaleX < 0 ? -0.5f : 0.5f) * light.Side * box.Width;
        SKPoint lit = place.MapPoint(box.MidX + across, box.Top), shaded = place.MapPoint(box.MidX - across, box.Bottom);
        SKColor[] colors = [new(255, 252, 240, bright), new(128, 128, 128, 0), new(8, 8, 24, dark)];
        using var gradient = SKShader.CreateLinearGradient(lit, shaded, colors, [0, 0.45f, 1], SKShaderTileMode.Clamp);
        paint.Shader = gradient;
        paint.Color = SKColors.Black;
        layer.DrawRect(bounds, paint);
        paint.Shader = null;
    }
}
