using SkiaSharp;
using static MaskClip.Samples.HashNoise;

namespace MaskClip.Samples;

/// <summary>A white farmhouse with a tiled roof, seen from its corner.</summary>
internal static class PostcardHouse
{
    private static readonly SKColor Glass = new(62, 78, 94);

    /// <summary>Draws it in scene units.</summary>
    public static void Draw(SKCanvas canvas)
    {
        canvas.Save();
        canvas.Translate(1.08f, 0.615f);
        canvas.Scale(0.30f);
        Fill(canvas, new SKColor(18, 32, 10, 110), [(-0.20f, 0.03f), (0.62f, 0.05f), (0.95f, 0.00f), (0, -0.08f)]);
        Walls(canvas);
        Roof(canvas);
        Openings(canvas);
        canvas.Restore();
    }

    private static void Walls(SKCanvas canvas)
    {
        // The gable is in shade, the long front faces the sun.
        Fill(canvas, new SKColor(186, 188, 194), [(0, 0), (0.26f, 0.03f), (0.26f, -0.33f), (0.12f, -0.58f), (0, -0.35f)]);
        Fill(canvas, new SKColor(240, 234, 220), [(0.26f, 0.03f), (0.90f, -0.015f), (0.90f, -0.33f), (0.26f, -0.33f)]);
        for (int i = 0; i < 260; i++)
        {
            float x = Mix(0.26f, 0.88f, At(i, 1, 600)), y = Mix(-0.32f, -0.01f, At(i, 2, 600));
            Fill(canvas, new SKColor(150, 140, 118, 30), [(x, y), (x + 0.02f, y), (x + 0.02f, y + 0.006f), (x, y + 0.006f)]);
        }

        Fill(canvas, new SKColor(128, 120, 110), [(0, 0), (0.26f, 0.03f), (0.26f, -0.01f), (0, -0.035f)]);
        Fill(canvas, new SKColor(158, 148, 134), [(0.26f, 0.03f), (0.90f, -0.015f), (0.90f, -0.05f), (0.26f, -0.01f)]);
    }

    private static void Roof(SKCanvas canvas)
    {
        Fill(canvas, new SKColor(142, 84, 66), [(0.66f, -0.74f), (0.74f, -0.75f), (0.74f, -0.55f), (0.66f, -0.55f)]);
        Fill(canvas, new SKColor(104, 58, 46), [(0.64f, -0.75f), (0.76f, -0.76f), (0.76f, -0.73f), (0.64f, -0.72f)]);
        Fill(canvas, new SKColor(168, 76, 52), [(0.11f, -0.62f), (0.82f, -0.60f), (0.95f, -0.31f), (0.23f, -0.30f)]);
        for (int row = 0; row < 13; row++)
        {
            for (int column = 0; column < 40; column++)
            {
                float down = row / 13f, left = Mix(0.11f, 0.23f, down), right = Mix(0.82f, 0.95f, down);
                float x = Mix(left, right, column / 40f), y = Mix(-0.62f, -0.30f, down), tone = At(column, row, 610);
                var colour = new SKColor((byte)(124 + 74 * tone), (byte)(50 + 44 * tone), (byte)(34 + 32 * tone), 170);
                Fill(canvas, colour, [(x, y), (x + 0.016f, y), (x + 0.018f, y + 0.020f), (x + 0.002f, y + 0.020f)]);
            }
        }

        Fill(canvas, new SKColor(226, 220, 208), [(0.11f, -0.63f), (0.13f, -0.61f), (-0.03f, -0.31f), (-0.05f, -0.33f)]);
        Fill(canvas, new SKColor(74, 70, 66, 150), [(0.26f, -0.30f), (0.94f, -0.31f), (0.92f, -0.28f), (0.26f, -0.265f)]);
    }

    private static void Openings(SKCanvas canvas)
    {
        for (int i = 0; i < 4; i++)
        {
            float x = 0.32f + 0.145f * i, slope = -0.070f * (x - 0.26f);
            if (i == 1)
            {
                Fill(canvas, new SKColor(92, 58, 36), [(x, 0.015f), (x + 0.085f, 0.008f), (x + 0.085f, -0.215f), (x, -0.215f)]);
                Fill(canvas, new SKColor(60, 36, 22), [(x + 0.04f, 0.01f), (x + 0.046f, 0.01f), (x + 0.046f, -0.21f), (x + 0.04f, -0.21f)]);
            }
            else Window(canvas, x, -0.225f, 0.085f, 0.125f + 0.4f * slope);
        }

        Window(canvas, 0.085f, -0.245f, 0.075f, 0.12f);
        Window(canvas, 0.098f, -0.44f, 0.05f, 0.075f);
    }

    private static void Window(SKCanvas canvas, float x, float y, float width, float height)
    {
        Box(canvas, new SKColor(250, 248, 244), x - 0.010f, y - 0.010f, width + 0.020f, height + 0.020f);
        Box(canvas, Glass, x, y, width, height);
        Box(canvas, new SKColor(142, 170, 196), x, y, 0.45f * width, 0.5f * height);
        Box(canvas, new SKColor(244, 242, 236), x + 0.46f * width, y, 0.08f * width, height);
        Box(canvas, new SKColor(244, 242, 236), x, y + 0.46f * height, width, 0.06f * height);
        Box(canvas, new SKColor(60, 92, 68), x - 0.042f, y - 0.006f, 0.032f, height + 0.012f);
        Box(canvas, new SKColor(60, 92, 68), x + width + 0.010f, y - 0.006f, 0.032f, height + 0.012f);
    }

    private static void Box(SKCanvas canvas, SKColor colour, float x, float y, float width, float height) =>
        Fill(canvas, colour, [(x, y), (x + width, y), (x + width, y + height), (x, y + height)]);

    private static void Fill(SKCanvas canvas, SKColor colour, ReadOnlySpan<(float X, float Y)> corners)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        using var path = new SKPathBuilder();
        path.MoveTo(corners[0].X, corners[0].Y);
        foreach (var (x, y) in corners[1..]) path.LineTo(x, y);
        path.Close();
        using var shape = path.Detach();
        canvas.DrawPath(shape, paint);
    }
}
