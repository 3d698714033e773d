using SkiaSharp;
using static MaskClip.Samples.HashNoise;

namespace MaskClip.Samples;

/// <summary>Single blades of grass, taller the nearer, back to front.</summary>
internal static class PostcardGrass
{
    private const int Rows = 120;
    private const int FirstNear = 63; // the row where the large tree stands

    /// <summary>Draws the blades beyond the large tree, in scene units; the road stays free.</summary>
    public static void DrawFar(SKCanvas canvas) => Draw(canvas, 0, FirstNear);

    /// <summary>Draws the blades before the large tree.</summary>
    public static void DrawNear(SKCanvas canvas) => Draw(canvas, FirstNear, Rows);

    private static void Draw(SKCanvas canvas, int from, int to)
    {
        using var pen = new SKPaint { IsAntialias = true, IsStroke = true, StrokeCap = SKStrokeCap.Round };
        for (int row = from; row < to; row++)
        {
            float near = (float)row / Rows, y = Mix(0.60f, 1.05f, near);
            int blades = (int)Mix(240, 90, near);
            for (int i = 0; i < blades; i++)
            {
                float x = PostcardScene.Wide * (i + At(i, row, 700)) / blades;
                if (y < PostcardLake.Shore(x) + 0.02f || Math.Abs(x - PostcardRoad.Middle(y)) < 1.10f * PostcardRoad.HalfWidth(y)) continue;
                DrawBlade(canvas, pen, x, y + 0.004f * At(i, row, 701), near, At(i, row, 702), At(i, row, 703), Fractal(4 * x, 7 * y, 3, 704));
            }
        }
    }

    private static void DrawBlade(SKCanvas canvas, SKPaint pen, float x, float foot, float near, float lean, float tone, float patch)
    {
        float height = Mix(0.006f, 0.045f, near * near) * (0.6f + 0.8f * tone), bend = (lean - 0.45f) * 0.9f * height;
        float light = Math.Clamp(0.75f * tone + 0.8f * (patch - 0.4f), 0, 1);
        pen.StrokeWidth = Mix(0.0012f, 0.0034f, near);
        pen.Color = new SKColor((byte)Mix(34, 158, light), (byte)Mix(58, 172, light), (byte)Mix(20, 86, light), 190);
        canvas.DrawLine(x, foot, x + 0.4f * bend, foot - 0.6f * height, pen);
        canvas.DrawLine(x + 0.4f * bend, foot - 0.6f * height, x + bend, foot - height, pen);
    }
}
