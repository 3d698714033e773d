namespace MaskClip;

/// <summary>A photo divided into the classes of a vocabulary. Immutable; knows no file format.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
public sealed class Segmentation
{
    /// <summary>The label of pixels that belong to no class because their confidence is too low.</summary>
    public const byte Ignore = 255;

    private readonly float[] scores;

    /// <summary>Creates a result.</summary>
    /// <param name="width">The photo's width in pixels.</param>
    /// <param name="height">The photo's height in pixels.</param>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="labels">Class index or <see cref="Ignore"/> of each pixel, row by row.</param>
    /// <param name="regions">The classes that were found, largest first.</param>
    /// <param name="scores">Confidences <c>[classes, gridHeight, gridWidth]</c>, 0..1, on the patch grid.</param>
    /// <param name="gridWidth">Columns of the patch grid.</param>
    /// <param name="gridHeight">Rows of the patch grid.</param>
    internal Segmentation(int width, int height, Vocabulary vocabulary, byte[] labels, IReadOnlyList<ClassRegion> regions, float[] scores, int gridWidth, int gridHeight)
    {
        Width = width;
        Height = height;
        Vocabulary = vocabulary;
        Data = labels;
        Regions = regions;
        this.scores = scores;
        GridWidth = gridWidth;
        GridHeight = gridHeight;
    }

    /// <summary>The photo's width in pixels.</summary>
    public int Width { get; }

    /// <summary>The photo's height in pixels.</summary>
    public int Height { get; }

    /// <summary>The classes that were asked for.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Class index (into <see cref="Vocabulary"/>) or <see cref="Ignore"/> of each pixel, row by row.</summary>
    public ReadOnlySpan<byte> Labels => Data;

    /// <summary>The classes that were found, largest first.</summary>
    public IReadOnlyList<ClassRegion> Regions { get; }

    /// <summary>Columns of the patch grid.</summary>
    public int GridWidth { get; }

    /// <summary>Rows of the patch grid.</summary>
    public int GridHeight { get; }

    /// <summary>The same labels, for this library's own loops.</summary>
    internal byte[] Data { get; }

    /// <summary>One class's confidences on the patch grid, row by row: <c>[gridHeight, gridWidth]</c>, 0..1.</summary>
    /// <param name="classIndex">Index into the vocabulary's classes.</param>
    public ReadOnlySpan<float> Scores(int classIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(classIndex, Vocabulary.Classes.Count);
        return scores.AsSpan(classIndex * GridWidth * GridHeight, GridWidth * GridHeight);
    }
}
