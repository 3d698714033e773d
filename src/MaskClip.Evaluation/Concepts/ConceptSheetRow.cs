namespace MaskClip.Evaluation.Concepts;

/// <summary>One photo of a sheet, small enough to be kept until the sheet is drawn.</summary>
/// <param name="Answer">Its scores.</param>
/// <param name="Thumbnail">The photo, reduced.</param>
/// <param name="Grids">Confidences of each class on the patch grid, row by row.</param>
/// <param name="GridWidth">Columns of the patch grid.</param>
/// <param name="GridHeight">Rows of the patch grid.</param>
internal sealed record ConceptSheetRow(ConceptAnswer Answer, RgbImage Thumbnail, float[][] Grids, int GridWidth, int GridHeight)
{
    /// <summary>Reduces a photo and its result.</summary>
    public static ConceptSheetRow Of(ConceptAnswer answer, RgbImage photo, Segmentation result)
    {
        double scale = Math.Min(ConceptSheet.CellWidth / (double)photo.Width, ConceptSheet.CellHeight / (double)photo.Height);
        int width = Math.Max(1, (int)Math.Round(photo.Width * scale)), height = Math.Max(1, (int)Math.Round(photo.Height * scale));
        var grids = Enumerable.Range(0, result.Vocabulary.Classes.Count).Select(c => result.Scores(c).ToArray()).ToArray();
        return new ConceptSheetRow(answer, photo.Resize(width, height), grids, result.GridWidth, result.GridHeight);
    }
}
