using MaskClip.Drawing;
using MaskClip.Drawing.Text;
using MaskClip.Imaging;
using SkiaSharp;

namespace MaskClip.Training.Validation;

/// <summary>A picture for people: one row a photo, and beside it what truth, teacher and student say.</summary>
internal sealed class SampleSheet(Vocabulary vocabulary, string[] columns)
{
    private const int CellWidth = 256;
    private const int HeaderHeight = 24;
    private const int TextSize = 15;
    private const double Opacity = 0.65;

    private readonly List<RgbImage> rows = [];
    private readonly long[] areas = new long[vocabulary.Classes.Count + 1];
    private long area;

    /// <summary>Adds a photo and the labels that each further column has for it.</summary>
    public void Add(RgbImage photo, params ushort[][] labels)
    {
        int height = Math.Max(1, (int)Math.Round((double)photo.Height * CellWidth / photo.Width));
        RgbImage[] cells = [photo, .. labels.Select(one => Color(photo, one))];
        rows.Add(SideBySide([.. cells.Select(cell => cell.Resize(CellWidth, height, ResampleFilter.Bilinear))]));
        foreach (ushort label in labels.SelectMany(one => one)) areas[Math.Min(label, areas.Length - 1)]++;
        area += labels.Sum(one => one.Length);
    }

    /// <summary>Draws the sheet, with a legend of the classes on it.</summary>
    public RgbImage Draw()
    {
        RgbImage[] parts = [Header(), .. rows];
        var sheet = new RgbImage(parts[0].Width, parts.Sum(part => part.Height), [.. parts.SelectMany(part => part.Pixels.ToArray())]);
        var regions = Enumerable.Range(0, vocabulary.Classes.Count).Where(index => areas[index] > 0)
            .Select(index =>
                new ClassRegion(index, vocabulary.Classes[index].Name, Score: 1, areas[index], areas[index] / (double)area, default));
        return Legend.Attach(sheet, vocabulary, [.. regions]);
    }

    private RgbImage Color(RgbImage photo, ushort[] labels) =>
        Overlay.Paint(photo, new Segmentation(photo.Width, photo.Height, vocabulary, labels),
            new OverlayOptions { Opacity = Opacity, Legend = false });

    private static RgbImage SideBySide(RgbImage[] cells)
    {
        int stride = 3 * CellWidth, height = cells[0].Height;
        var pixels = new byte[stride * cells.Length * height];
        for (int i = 0; i < cells.Length; i++)
        {
            for (int y = 0; y < height; y++)
                cells[i].Pixels.Slice(y * stride, stride).CopyTo(pixels.AsSpan((y * cells.Length + i) * stride));
        }

        return new RgbImage(CellWidth * cells.Length, height, pixels);
    }

    private RgbImage Header()
    {
        using var bitmap = new SKBitmap(
            new SKImageInfo(CellWidth * columns.Length, HeaderHeight, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        for (int i = 0; i < columns.Length; i++)
            TextPainter.Shared.Draw(canvas, columns[i], i * CellWidth + 4, HeaderHeight - 7, TextSize, SKColors.Black);
        return bitmap.ToRgbImage();
    }
}
