using SkiaSharp;
using static MaskClip.Samples.HashNoise;

namespace MaskClip.Samples;

/// <summary>Broad-leaved trees: a trunk with boughs under thousands of leaves in rounded clumps, lit from the upper right.</summary>
internal static class PostcardTrees
{
    /// <summary>Trees beyond the house.</summary>
    public static void DrawBehind(SKCanvas canvas)
    {
        ReadOnlySpan<(float X, float Y, float Height)> places =
        [
            (0.985f, 0.505f, 0.095f), (1.045f, 0.520f, 0.150f), (1.30f, 0.535f, 0.20f), (1.40f, 0.545f, 0.23f), (0.915f, 0.492f, 0.060f),
        ];
        for (int i = 0; i < places.Length; i++) Draw(canvas, places[i].X, places[i].Y, places[i].Height, 500 + 40 * i);
    }

    /// <summary>The large tree before the lake.</summary>
    public static void DrawInFront(SKCanvas canvas) => Draw(canvas, 0.205f, 0.845f, 0.74f, 900);

    private static void Draw(SKCanvas canvas, float x, float foot, float height, int seed)
    {
        DrawShadow(canvas, x, foot, height, seed);
        DrawTrunk(canvas, x, foot, height, seed);
        float middle = foot - 0.64f * height, radius = 0.36f * height;
        int clumps = 60;
        for (int i = 0; i < clumps; i++)
        {
            // From the lower, shaded back to the upper, lit front.
            float angle = 2 * MathF.PI * At(i, 1, seed), reach = radius * MathF.Sqrt(At(i, 2, seed)) * 0.86f;
            float down = Mix(0.75f, -0.85f, (float)i / clumps);
            float right = reach * MathF.Cos(angle) * 1.05f * MathF.Sqrt(1 - 0.55f * down * down);
            float below = radius * (0.82f * down + 0.18f * MathF.Sin(angle)), size = radius * Mix(0.20f, 0.36f, At(i, 3, seed));
            DrawLeaves(canvas, x + right, middle + below, size, (right - below) / radius, height, seed + 1000 * i);
        }
    }

    private static void DrawLeaves(SKCanvas canvas, float x, float y, float radius, float lit, float treeHeight, int seed)
    {
        int leaves = Math.Clamp((int)(800 * treeHeight), 30, 600);
        float size = Math.Max(0.0020f, 0.0058f * treeHeight);
        using var paint = new SKPaint { IsAntialias = true };
        for (int i = 0; i < leaves; i++)
        {
            float angle = 2 * MathF.PI * At(i, 11, seed), reach = MathF.Sqrt(At(i, 12, seed));
            float leafX = x + radius * reach * MathF.Cos(angle), leafY = y + 0.85f * radius * reach * MathF.Sin(angle);
            float facing = reach * (0.55f * MathF.Cos(angle) - 0.85f * MathF.Sin(angle));
            float light = Math.Clamp(0.36f + 0.17f * lit + 0.34f * facing + 0.40f * (At(i, 13, seed) - 0.5f), 0, 1);
            paint.Color = new SKColor((byte)Mix(18, 146, light), (byte)Mix(32, 164, light), (byte)Mix(14, 72, light));
            canvas.Save();
            canvas.Translate(leafX, leafY);
            canvas.RotateRadians(angle + 3 * At(i, 14, seed));
            float length = size * Mix(0.7f, 1.4f, At(i, 15, seed));
            canvas.DrawOval(0, 0, length, 0.55f * length, paint);
            canvas.Restore();
        }
    }

    private static void DrawTrunk(SKCanvas canvas, float x, float foot, float height, int seed)
    {
        float width = 0.068f * height;
        using var bark = new SKPaint { IsAntialias = true, IsStroke = true, StrokeCap = SKStrokeCap.Round };
        for (int i = 0; i < 26; i++)
        {
            float side = (i / 25f - 0.5f) * width, light = Math.Clamp(0.15f + 0.75f * i / 25f + 0.4f * (At(i, 21, seed) - 0.5f), 0, 1);
            bark.Color = new SKColor((byte)Mix(42, 132, light), (byte)Mix(32, 108, light), (byte)Mix(24, 84, light));
            bark.StrokeWidth = width / 16;
            float bottom = foot + 0.006f * height * At(i, 22, seed);
            canvas.DrawLine(x + 1.35f * side, bottom, x + 0.62f * side + 0.01f * height, foot - 0.45f * height, bark);
        }

        bark.Color = new SKColor(62, 48, 36);
        for (int i = 0; i < 7; i++)
        {
            float reach = (i - 3) * 0.085f * height, start = foot - (0.32f + 0.03f * Math.Abs(i - 3)) * height;
            bark.StrokeWidth = 0.35f * width;
            canvas.DrawLine(x + 0.1f * reach, start, x + reach, start - (0.24f + 0.1f * At(i, 23, seed)) * height, bark);
        }
    }

    private static void DrawShadow(SKCanvas canvas, float x, float foot, float height, int seed)
    {
        using var paint = new SKPaint { IsAntialias = true, Color = new SKColor(16, 30, 8, 34) };
        for (int i = 0; i < 60; i++)
        {
            float angle = 2 * MathF.PI * At(i, 31, seed), reach = MathF.Sqrt(At(i, 32, seed));
            float right = -0.14f + 0.34f * reach * MathF.Cos(angle), below = 0.012f + 0.045f * reach * MathF.Sin(angle);
            canvas.DrawOval(x + right * height, foot + below * height, 0.07f * height, 0.014f * height, paint);
        }
    }
}
