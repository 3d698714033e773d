using SkiaSharp;

namespace MaskClip.Drawing.Text;

/// <summary>
/// Draws text without any font file: for machines that have none. Characters other than printable ASCII show as <c>?</c>.
/// </summary>
internal static class StrokeFont
{
    private const int Baseline = 2;
    private const int SpaceColumns = 2;
    private const int Gap = 2;

    // Capitals are 6 rows high and, as in most fonts, 0.72 of the size.
    private const float RowsPerSize = 6 / 0.72f;

    /// <summary>The text's width in pixels.</summary>
    public static float Measure(string text, float size)
    {
        int columns = 0;
        foreach (var rune in text.EnumerateRunes()) columns += Columns(Known(rune)) + Gap;
        return columns * size / RowsPerSize;
    }

    /// <summary>Draws text, its baseline starting at a point.</summary>
    public static void Draw(SKCanvas canvas, string text, float x, float baseline, float size, SKColor color)
    {
        float unit = size / RowsPerSize;
        using var rounded = SKPathEffect.CreateCorner(unit);
        using var pen = new SKPaint
        {
            Color = color,
            IsAntialias = true,
            IsStroke = true,
            StrokeWidth = Math.Max(1, 0.8f * unit),
            StrokeCap = SKStrokeCap.Round,
            StrokeJoin = SKStrokeJoin.Round,
            PathEffect = rounded,
        };
        foreach (var rune in text.EnumerateRunes())
        {
            var character = Known(rune);
            if (character != ' ') DrawGlyph(canvas, StrokeGlyphs.Of(character), x, baseline, unit, pen);
            x += (Columns(character) + Gap) * unit;
        }
    }

    private static void DrawGlyph(SKCanvas canvas, string glyph, float x, float baseline, float unit, SKPaint pen)
    {
        foreach (var stroke in glyph.Split(';'))
        {
            SKPoint ToPoint(string digits) => new(x + (digits[0] - '0') * unit, baseline - (digits[1] - '0' - Baseline) * unit);
            var points = Array.ConvertAll(stroke.Split(' '), ToPoint);
            if (points.Length == 2 && points[0] == points[1])
            {
                canvas.DrawCircle(points[0], 0.15f * unit, pen);
                continue;
            }

            using var path = new SKPathBuilder();
            path.AddPoly(points, close: points[0] == points[^1]);
            using var line = path.Detach();
            canvas.DrawPath(line, pen);
        }
    }

    private static int Columns(char character) =>
        character == ' ' ? SpaceColumns : StrokeGlyphs.Of(character).Split(' ', ';').Max(point => point[0] - '0');

    private static char Known(System.Text.Rune rune)
    {
        if (System.Text.Rune.IsWhiteSpace(rune)) return ' ';
        return rune.IsBmp && StrokeGlyphs.Has((char)rune.Value) ? (char)rune.Value : '?';
    }
}
