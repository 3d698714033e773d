using System.Globalization;
using MaskClip.Drawing;
using MaskClip.Drawing.Text;
using MaskClip.Imaging;
using SkiaSharp;

namespace MaskClip.Benchmarks.Suite;

/// <summary>Throughput by pixels on both logarithmic axes: a panel for each model, a line for each side.</summary>
internal static class SuitePlot
{
    private const int Width = 620, Height = 420, Left = 64, Right = 20, Top = 40, Bottom = 46, LegendHeight = 40;
    private const float TextSize = 14;

    private static readonly SKColor[] Colors =
    [
        new(0x1B, 0x6C, 0xA8), new(0x0B, 0xA3, 0x7F), new(0x90, 0x90, 0x90), new(0xD9, 0x5F, 0x0E), new(0x8E, 0x44, 0xAD)
    ];
    private static readonly SKColor Ink = new(0x20, 0x20, 0x20), Faint = new(0xDD, 0xDD, 0xDD);

    /// <summary>Draws the plot; gives its path.</summary>
    public static string Draw(SuiteResults results)
    {
        SuiteModel[] models =
        [
            .. SuiteModel.All.Where(model =>
                SuiteRun.Sizes.Any(size => SuiteSide.All.Any(side => results.Find(model, size, side) is not null))),
        ];
        int columns = Math.Max(1, Math.Min(2, models.Length)), rows = (models.Length + columns - 1) / columns;
        using var bitmap = new SKBitmap(
            new SKImageInfo(columns * Width, rows * Height + LegendHeight, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using (var canvas = new SKCanvas(bitmap))
        {
            canvas.Clear(SKColors.White);
            for (int i = 0; i < models.Length; i++)
            {
                canvas.Save();
                canvas.Translate(i % columns * Width, i / columns * Height);
                Panel(canvas, models[i], results);
                canvas.Restore();
            }

            Legend(canvas, rows * Height);
        }

        var path = Path.Combine(RandomModel.Folder, "suite.png");
        ImageCodec.ToImage(bitmap).SavePng(path);
        return path;
    }

    private static void Panel(SKCanvas canvas, SuiteModel model, SuiteResults results)
    {
        var lines = SuiteSide.All.Select(side => SuiteRun.Sizes
            .Select(size => (Size: size, Cell: results.Find(model, size, side)))
            .Where(point => point.Cell is { Error: null })
            .Select(point => (point.Size, Value: point.Cell!.ImagesPerSecond)).ToArray()).ToArray();
        Text(canvas, $"{model.Name}: images/s by side of the photo in pixels", Left, Top - 14, Ink);
        double[] values = [.. lines.SelectMany(line => line).Select(point => point.Value)];
        if (values.Length == 0) return;
        int low = (int)Math.Floor(Math.Log10(values.Min())), high = Math.Max(low + 1, (int)Math.Ceiling(Math.Log10(values.Max())));
        float X(double size) =>
            Left +
            (float)((Math.Log(size) - Math.Log(SuiteRun.Sizes[0])) / (Math.Log(SuiteRun.Sizes[^1]) - Math.Log(SuiteRun.Sizes[0]))) *
            (Width - Left - Right);
        float Y(double value) => Height - Bottom - (float)((Math.Log10(value) - low) / (high - low)) * (Height - Top - Bottom);

        using var grid = new SKPaint { Color = Faint, StrokeWidth = 1, IsAntialias = true };
        foreach (int size in SuiteRun.Sizes)
        {
            canvas.DrawLine(X(size), Top, X(size), Height - Bottom, grid);
            Text(canvas, $"{size}", X(size) - 14, Height - Bottom + 20, Ink);
        }

        for (int power = low; power <= high; power++)
        {
            canvas.DrawLine(Left, Y(Math.Pow(10, power)), Width - Right, Y(Math.Pow(10, power)), grid);
            Text(canvas, Math.Pow(10, power).ToString("0.####", CultureInfo.InvariantCulture), 12, Y(Math.Pow(10, power)) + 5, Ink);
        }

        for (int i = 0; i < lines.Length; i++)
        {
            using var pen = new SKPaint { Color = Colors[i], StrokeWidth = 2.5f, IsAntialias = true };
            for (int at = 0; at < lines[i].Length; at++)
            {
                var (x, y) = (X(lines[i][at].Size), Y(lines[i][at].Value));
                canvas.DrawCircle(x, y, 4, pen);
                if (at > 0) canvas.DrawLine(X(lines[i][at - 1].Size), Y(lines[i][at - 1].Value), x, y, pen);
            }
        }
    }

    private static void Legend(SKCanvas canvas, float top)
    {
        float x = Left;
        for (int i = 0; i < SuiteSide.All.Count; i++)
        {
            using var pen = new SKPaint { Color = Colors[i], StrokeWidth = 4, IsAntialias = true };
            canvas.DrawLine(x, top + 15, x + 24, top + 15, pen);
            Text(canvas, SuiteSide.All[i].Title, x + 30, top + 20, Ink);
            x += 54 + TextPainter.Shared.Measure(SuiteSide.All[i].Title, TextSize);
        }
    }

    private static void Text(SKCanvas canvas, string text, float x, float baseline, SKColor color) =>
        TextPainter.Shared.Draw(canvas, text, x, baseline, TextSize, color);
}
