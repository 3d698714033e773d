using System.Text;
using SkiaSharp;

namespace MaskClip.Drawing.Text;

/// <summary>Draws text with a font of this machine, or with our own strokes where there is none. Never draws nothing.</summary>
/// <remarks>Safe to use from several threads, each with a canvas of its own.</remarks>
/// <param name="typeface">The font; <see langword="null"/> for our own strokes.</param>
public sealed class TextPainter(SKTypeface? typeface)
{
    private static readonly Lazy<TextPainter> LazyShared = new(() => new TextPainter(SystemFont.Find(SystemFont.Folders)));

    /// <summary>The painter with the best font of this machine.</summary>
    public static TextPainter Shared => LazyShared.Value;

    /// <summary>The painter with our own strokes: the same on every machine, printable ASCII only.</summary>
    public static TextPainter Strokes { get; } = new(null);

    /// <summary>Which font draws: a family's name, or "stroke font".</summary>
    public string FontName => typeface?.FamilyName ?? "stroke font";

    /// <summary>The text's width in pixels.</summary>
    /// <param name="text">The text, one line.</param>
    /// <param name="size">The font's size in pixels.</param>
    public float Measure(string text, float size)
    {
        if (typeface is null) return StrokeFont.Measure(text, size);
        using var font = new SKFont(typeface, size);
        return font.MeasureText(Drawable(font, text));
    }

    /// <summary>Draws text, its baseline starting at a point; characters that the font lacks show as <c>?</c>.</summary>
    /// <param name="canvas">Where to.</param>
    /// <param name="text">The text, one line.</param>
    /// <param name="x">Where it starts, in pixels from the left.</param>
    /// <param name="baseline">Where its letters stand, in pixels from the top.</param>
    /// <param name="size">The font's size in pixels.</param>
    /// <param name="color">Its color.</param>
    public void Draw(SKCanvas canvas, string text, float x, float baseline, float size, SKColor color)
    {
        if (typeface is null)
        {
            StrokeFont.Draw(canvas, text, x, baseline, size, color);
            return;
        }

        using var font = new SKFont(typeface, size) { Edging = SKFontEdging.Antialias };
        using var paint = new SKPaint { Color = color, IsAntialias = true };
        canvas.DrawText(Drawable(font, text), x, baseline, SKTextAlign.Left, font, paint);
    }

    private static string Drawable(SKFont font, string text)
    {
        var drawable = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Rune.IsWhiteSpace(rune)) drawable.Append(' ');
            else drawable.Append(font.GetGlyph(rune.Value) == 0 ? new Rune('?') : rune);
        }

        return drawable.ToString();
    }
}
