using System.Numerics;
using MaskClip.Imaging;
using SkiaSharp;

namespace MaskClip.Samples;

/// <summary>A canvas 1 high and <see cref="Wide"/> wide, painted pixel by pixel by formulas and over that with shapes.</summary>
internal sealed class PostcardScene(int width, int height)
{
    /// <summary>The scene's width when its height is 1.</summary>
    public const float Wide = 10 / 7f;

    /// <summary>Where the earth meets the sky.</summary>
    public const float Horizon = 0.46f;

    private readonly byte[] pixels = new byte[3 * width * height];

    /// <summary>The new colour (0..255) at a place, given the colour that is there.</summary>
    public delegate Vector3 Formula(float x, float y, Vector3 below);

    /// <summary>Applies a formula to every pixel.</summary>
    public void Paint(Formula formula) => Parallel.For(0, height, row =>
    {
        float y = (row + 0.5f) / height;
        for (int column = 0; column < width; column++)
        {
            var pixel = pixels.AsSpan(3 * (row * width + column), 3);
            var colour = formula((column + 0.5f) / width * Wide, y, new Vector3(pixel[0], pixel[1], pixel[2]));
            pixel[0] = ToByte(colour.X);
            pixel[1] = ToByte(colour.Y);
            pixel[2] = ToByte(colour.Z);
        }
    });

    /// <summary>Draws shapes in scene units.</summary>
    public void Draw(Action<SKCanvas> draw)
    {
        using var bitmap = ImageCodec.ToBitmap(ToImage());
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Scale(width / Wide, height);
            draw(canvas);
        }

        ImageCodec.ToImage(bitmap).Data.CopyTo(pixels, 0);
    }

    /// <summary>The scene as it is now, for reflections.</summary>
    public PostcardScene Copy()
    {
        var copy = new PostcardScene(width, height);
        pixels.CopyTo(copy.pixels, 0);
        return copy;
    }

    /// <summary>The colour at a place; places outside take the nearest inside.</summary>
    public Vector3 At(float x, float y)
    {
        int column = Math.Clamp((int)(x / Wide * width), 0, width - 1), row = Math.Clamp((int)(y * height), 0, height - 1);
        int at = 3 * (row * width + column);
        return new Vector3(pixels[at], pixels[at + 1], pixels[at + 2]);
    }

    /// <summary>The painted picture, sharing its pixels.</summary>
    public RgbImage ToImage() => new(width, height, pixels);

    private static byte ToByte(float value) => (byte)Math.Clamp(value + 0.5f, 0, 255);
}
