using SkiaSharp;

namespace MaskClip.Samples;

/// <summary>A red car on its lane, seen from behind.</summary>
internal static class PostcardCar
{
    private const float Row = 0.735f;

    /// <summary>Draws it in scene units.</summary>
    public static void Draw(SKCanvas canvas)
    {
        canvas.Save();
        canvas.Translate(PostcardRoad.Middle(Row) + 0.47f * PostcardRoad.HalfWidth(Row), Row);
        canvas.Scale(0.84f * PostcardRoad.HalfWidth(Row), 0.70f * PostcardRoad.HalfWidth(Row));
        for (int i = 0; i < 8; i++) Oval(canvas, new SKColor(10, 10, 12, 40), -0.06f, 0.0f, 0.58f - 0.03f * i, 0.070f - 0.006f * i);
        Body(canvas);
        Rear(canvas);
        canvas.Restore();
    }

    private static void Body(SKCanvas canvas)
    {
        Box(canvas, new SKColor(20, 20, 22), -0.45f, -0.17f, 0.17f, 0.19f, 0.04f);
        Box(canvas, new SKColor(20, 20, 22), 0.28f, -0.17f, 0.17f, 0.19f, 0.04f);
        Shade(canvas, new SKColor(214, 40, 34), new SKColor(120, 14, 14), -0.36f, -0.78f, 0.72f, 0.50f, 0.16f);
        Shade(canvas, new SKColor(204, 34, 30), new SKColor(112, 12, 14), -0.48f, -0.47f, 0.96f, 0.37f, 0.09f);
        Box(canvas, new SKColor(240, 110, 96, 150), -0.30f, -0.765f, 0.60f, 0.030f, 0.015f);
        Shade(canvas, new SKColor(150, 180, 204), new SKColor(34, 42, 52), -0.30f, -0.71f, 0.60f, 0.23f, 0.07f);
        Box(canvas, new SKColor(28, 30, 34), -0.20f, -0.60f, 0.14f, 0.12f, 0.04f);
        Box(canvas, new SKColor(28, 30, 34), 0.07f, -0.60f, 0.14f, 0.12f, 0.04f);
        Box(canvas, new SKColor(150, 22, 20), -0.56f, -0.53f, 0.11f, 0.075f, 0.03f);
        Box(canvas, new SKColor(150, 22, 20), 0.45f, -0.53f, 0.11f, 0.075f, 0.03f);
    }

    private static void Rear(SKCanvas canvas)
    {
        Box(canvas, new SKColor(238, 90, 78, 130), -0.42f, -0.455f, 0.84f, 0.022f, 0.01f);
        Shade(canvas, new SKColor(255, 96, 60), new SKColor(150, 8, 8), -0.455f, -0.40f, 0.15f, 0.10f, 0.03f);
        Shade(canvas, new SKColor(255, 96, 60), new SKColor(150, 8, 8), 0.305f, -0.40f, 0.15f, 0.10f, 0.03f);
        Box(canvas, new SKColor(240, 240, 232), -0.13f, -0.355f, 0.26f, 0.075f, 0.01f);
        for (int i = 0; i < 5; i++) Box(canvas, new SKColor(40, 44, 60), -0.105f + 0.045f * i, -0.338f, 0.025f, 0.042f, 0);
        Shade(canvas, new SKColor(150, 30, 28), new SKColor(70, 10, 12), -0.47f, -0.225f, 0.94f, 0.115f, 0.04f);
        Box(canvas, new SKColor(24, 24, 26), -0.42f, -0.115f, 0.84f, 0.045f, 0.02f);
        Box(canvas, new SKColor(160, 160, 164), -0.30f, -0.095f, 0.075f, 0.032f, 0.015f);
    }

    private static void Shade(SKCanvas canvas, SKColor top, SKColor bottom, float x, float y, float width, float height, float corner)
    {
        using var shader = SKShader.CreateLinearGradient(new SKPoint(x, y), new SKPoint(x, y + height), [top, bottom], SKShaderTileMode.Clamp);
        using var paint = new SKPaint { Shader = shader, IsAntialias = true };
        canvas.DrawRoundRect(x, y, width, height, corner, corner, paint);
    }

    private static void Box(SKCanvas canvas, SKColor colour, float x, float y, float width, float height, float corner)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        canvas.DrawRoundRect(x, y, width, height, corner, corner, paint);
    }

    private static void Oval(SKCanvas canvas, SKColor colour, float x, float y, float radiusX, float radiusY)
    {
        using var paint = new SKPaint { Color = colour, IsAntialias = true };
        canvas.DrawOval(x, y, radiusX, radiusY, paint);
    }
}
