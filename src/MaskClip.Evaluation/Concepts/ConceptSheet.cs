using MaskClip.Drawing.Text;
using MaskClip.Imaging;
using SkiaSharp;

namespace MaskClip.Evaluation.Concepts;

/// <summary>
/// A sheet of heat maps: a row for each photo, with the photo and one map for each name, as in the paper's study of web images.
/// </summary>
internal static class ConceptSheet
{
    /// <summary>Maximum width of a picture on the sheet, in pixels.</summary>
    public const int CellWidth = 208;

    /// <summary>Maximum height of a picture on the sheet, in pixels.</summary>
    public const int CellHeight = 156;

    /// <summary>Photos on one sheet.</summary>
    public const int MaxRows = 20;

    /// <summary>Names on one sheet.</summary>
    public const int MaxColumns = 12;

    private const int Gap = 8, Header = 30, Caption = 22;
    private const float TextSize = 14;
    private static readonly SKColor Ink = new(20, 20, 20), Right = new(0, 110, 60);

    /// <summary>Draws a sheet.</summary>
    /// <param name="rows">At most <see cref="MaxRows"/> photos.</param>
    /// <param name="names">The study's names.</param>
    /// <param name="first">Index of the first name on this sheet.</param>
    /// <param name="count">How many names follow, at most <see cref="MaxColumns"/>.</param>
    public static RgbImage Draw(IReadOnlyList<ConceptSheetRow> rows, IReadOnlyList<VocabularyClass> names, int first, int count)
    {
        int width = Gap + (1 + count) * (CellWidth + Gap), height = Header + rows.Count * (CellHeight + Caption + Gap);
        using var bitmap = new SKBitmap(new SKImageInfo(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(bitmap);
        canvas.Clear(SKColors.White);
        for (int c = 0; c < count; c++) Write(canvas, names[first + c].Name, Left(1 + c), Header - 10, Ink);
        for (int r = 0; r < rows.Count; r++)
        {
            int top = Header + r * (CellHeight + Caption + Gap);
            var row = rows[r];
            DrawCell(canvas, row.Thumbnail, 0, top, Path.GetFileName(row.Answer.Photo), Ink);
            for (int c = 0; c < count; c++)
            {
                var score = row.Answer.Scores[first + c];
                var map = HeatMap.Draw(row.Thumbnail, row.Grids[first + c], row.GridWidth, row.GridHeight);
                var caption = $"global {score.Global:0.00}  area {score.Area:P0}  max {score.Peak:0.00}";
                DrawCell(canvas, map, 1 + c, top, caption, row.Answer.Truth == first + c ? Right : Ink);
            }
        }

        return bitmap.ToRgbImage();
    }

    private static int Left(int column) => Gap + column * (CellWidth + Gap);

    private static void DrawCell(SKCanvas canvas, RgbImage picture, int column, int top, string caption, SKColor color)
    {
        using var bitmap = picture.ToBitmap();
        canvas.DrawBitmap(
            bitmap, Left(column) + (CellWidth - picture.Width) / 2, top + (CellHeight - picture.Height) / 2, SKSamplingOptions.Default);
        Write(canvas, caption, Left(column), top + CellHeight + 16, color);
    }

    /// <summary>Writes text in a size in which it fits into a cell; text that would become unreadably small is cut.</summary>
    private static void Write(SKCanvas canvas, string text, float x, float baseline, SKColor color)
    {
        const float Smallest = 10;
        float size = Math.Clamp(TextSize * CellWidth / Math.Max(TextPainter.Shared.Measure(text, TextSize), 1), Smallest, TextSize);
        while (text.Length > 4 && TextPainter.Shared.Measure(text, size) > CellWidth) text = text[..^4] + "...";
        TextPainter.Shared.Draw(canvas, text, x, baseline, size, color);
    }
}
