using MaskClip.Drawing.Text;
using MaskClip.Imaging;
using SkiaSharp;

namespace MaskClip.Drawing;

/// <summary>Writes the names, colors and shares of a result's classes on a panel beside its picture, never on it.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class Legend
{
    private const int MaxEntries = 24;
    private const int MaxLetters = 32;

    /// <summary>The picture with the panel: under wide pictures, right of tall ones.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="vocabulary">The classes and their colors.</param>
    /// <param name="regions">What is written of: name and share of each class that is not a background, largest first.</param>
    public static RgbImage Attach(RgbImage picture, Vocabulary vocabulary, IReadOnlyList<ClassRegion> regions)
    {
        ArgumentNullException.ThrowIfNull(picture);
        ArgumentNullException.ThrowIfNull(vocabulary);
        ArgumentNullException.ThrowIfNull(regions);
        using var canvas = Beside(picture.Width, picture.Height, vocabulary, regions, vocabulary.Palette);
        CopyInto(canvas, picture.Pixels, picture.Width, 0, 0);
        return canvas.Copy();
    }

    /// <summary>The panel, and room for the picture at its upper left: the picture's pixels are still to be written.</summary>
    /// <param name="width">The picture's width.</param>
    /// <param name="height">The picture's height.</param>
    /// <param name="result">What is written on the panel.</param>
    /// <param name="colors">Classes' colors as they look in the picture.</param>
    internal static RentedImage Beside(int width, int height, Segmentation result, Palette colors) =>
        Beside(width, height, result.Vocabulary, result.Regions, colors);

    private static RentedImage Beside(
        int width, int height, Vocabulary vocabulary, IReadOnlyList<ClassRegion> regions, Palette colors)
    {
        var entries = Entries(vocabulary, regions, colors);
        float Widest(float size) => entries.Max(entry => TextPainter.Shared.Measure(entry.Text, size));
        var layout = LegendLayout.For(width, height, entries.Count, Widest);
        using var bitmap = new SKBitmap(new SKImageInfo(layout.PanelWidth, layout.PanelHeight, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            for (int i = 0; i < entries.Count; i++) DrawEntry(canvas, layout, i, entries[i].Text, entries[i].Color);
        }

        bool under = layout.IsUnder;
        var whole = RentedImage.Take(
            under ? Math.Max(width, bitmap.Width) : width + bitmap.Width, under ? height + bitmap.Height : Math.Max(height, bitmap.Height));
        whole.Pixels.Fill(255);
        using var panel = ImageCodec.ToLent(bitmap);
        CopyInto(whole, panel.Pixels, panel.Width, under ? 0 : width, under ? height : 0);
        return whole;
    }

    private static List<(string Text, SKColor? Color)> Entries(
        Vocabulary vocabulary, IReadOnlyList<ClassRegion> regions, Palette colors)
    {
        var colored = regions.Where(region => !vocabulary.Classes[region.Index].IsBackground);
        var found = colored.OrderByDescending(region => region.Area).ToList();
        var entries = found.Take(MaxEntries).Select(region => Entry(region, colors)).ToList();
        if (found.Count > MaxEntries) entries.Add(($"+ {found.Count - MaxEntries} more", null));
        if (entries.Count == 0) entries.Add(("none of the names was found", null));
        return entries;
    }

    private static (string Text, SKColor? Color) Entry(ClassRegion region, Palette palette)
    {
        var name = region.Label.Length > MaxLetters ? region.Label[..(MaxLetters - 3)] + "..." : region.Label;
        var share = region.Share < 0.001 ? "<0.1" : $"{100 * region.Share:0.0}";
        var (red, green, blue) = palette[region.Index];
        return ($"{name}  {share} %", new SKColor(red, green, blue));
    }

    private static void DrawEntry(SKCanvas canvas, LegendLayout layout, int index, string text, SKColor? color)
    {
        var (x, y) = layout.Position(index);
        float swatch = layout.TextSize;
        if (color is { } fill)
        {
            using var paint = new SKPaint { Color = fill };
            canvas.DrawRect(x, y, swatch, swatch, paint);
            using var border = new SKPaint { Color = new SKColor(60, 60, 60), IsStroke = true, StrokeWidth = 1 };
            canvas.DrawRect(x + 0.5f, y + 0.5f, swatch - 1, swatch - 1, border);
        }

        TextPainter.Shared.Draw(canvas, text, x + layout.TextOffset, y + 0.86f * swatch, layout.TextSize, new SKColor(20, 20, 20));
    }

    private static void CopyInto(RentedImage whole, ReadOnlySpan<byte> part, int width, int left, int top)
    {
        for (int y = 0; y < part.Length / (3 * width); y++)
        {
            part.Slice(3 * y * width, 3 * width).CopyTo(whole.Pixels[(3 * ((top + y) * whole.Width + left))..]);
        }
    }
}
