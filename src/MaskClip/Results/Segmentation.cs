using MaskClip.Labels;
using MaskClip.Results;

namespace MaskClip;

/// <summary>A photo divided into the classes of a vocabulary. Immutable; knows no file format.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
public sealed class Segmentation
{
    /// <summary>
    /// The label of pixels that belong to no class because their confidence is too low. (In a mask file of 8 bits it is 255.)
    /// </summary>
    public const ushort Ignore = ushort.MaxValue;

    private readonly float[] scores;

    /// <summary>Creates the result of a segmenter of your own. What is given is copied; <see cref="Regions"/> is computed.</summary>
    /// <param name="width">The photo's width in pixels.</param>
    /// <param name="height">The photo's height in pixels.</param>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="labels">Class index or <see cref="Ignore"/> of each pixel, row by row: <c>[height, width]</c>.</param>
    /// <param name="scores">
    /// Confidences on a grid over the photo, <c>[classes, gridHeight, gridWidth]</c>, 0..1, the positions in the middles of the grid's
    /// cells. Empty where there are none: <see cref="Scores"/> is empty then, and the score of every region is 1, as for labels that nobody
    /// doubts.
    /// </param>
    /// <param name="gridWidth">Columns of that grid; 0 without scores.</param>
    /// <param name="gridHeight">Rows of that grid; 0 without scores.</param>
    /// <exception cref="ArgumentException">Lengths do not fit, a label is not a class, or a score is not within 0..1; the message names
    /// it.</exception>
    public Segmentation(
        int width,
        int height,
        Vocabulary vocabulary,
        ReadOnlySpan<ushort> labels,
        ReadOnlySpan<float> scores = default,
        int gridWidth = 0,
        int gridHeight = 0)
        : this(
            width,
            height,
            vocabulary,
            SegmentationParts.Labels(width, height, vocabulary, labels),
            SegmentationParts.Scores(vocabulary, scores, gridWidth, gridHeight),
            gridWidth,
            gridHeight)
    {
    }

    /// <summary>Creates a result.</summary>
    /// <param name="width">The photo's width in pixels.</param>
    /// <param name="height">The photo's height in pixels.</param>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="labels">Class index or <see cref="Ignore"/> of each pixel, row by row.</param>
    /// <param name="regions">The classes that were found, largest first.</param>
    /// <param name="scores">Confidences <c>[classes, gridHeight, gridWidth]</c>, 0..1, on the patch grid.</param>
    /// <param name="gridWidth">Columns of the patch grid.</param>
    /// <param name="gridHeight">Rows of the patch grid.</param>
    internal Segmentation(
        int width,
        int height,
        Vocabulary vocabulary,
        ushort[] labels,
        IReadOnlyList<ClassRegion> regions,
        float[] scores,
        int gridWidth,
        int gridHeight)
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

    private Segmentation(int width, int height, Vocabulary vocabulary, ushort[] labels, float[] scores, int gridWidth, int gridHeight)
        : this(
            width,
            height,
            vocabulary,
            labels,
            SegmentationParts.Regions(width, height, vocabulary, labels, scores, gridWidth, gridHeight),
            scores,
            gridWidth,
            gridHeight)
    {
    }

    /// <summary>The photo's width in pixels.</summary>
    public int Width { get; }

    /// <summary>The photo's height in pixels.</summary>
    public int Height { get; }

    /// <summary>The classes that were asked for.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Class index (into <see cref="Vocabulary"/>) or <see cref="Ignore"/> of each pixel, row by row.</summary>
    public ReadOnlySpan<ushort> Labels => Data;

    /// <summary>The classes that were found, largest first.</summary>
    public IReadOnlyList<ClassRegion> Regions { get; }

    /// <summary>The model that made it, for people; <see langword="null"/> where nobody says.</summary>
    public string? Model { get; internal set; }

    /// <summary>The dense method that made it; <see langword="null"/> for students and where nobody says.</summary>
    public string? Method { get; internal set; }

    /// <summary>
    /// Which words of the background were found where, largest first: <see cref="ClassRegion.Label"/> is the word and
    /// <see cref="ClassRegion.Index"/> its place among the background's synonyms. Known where background words stand for themselves
    /// (<see cref="TextOptions.AutomaticBackground"/>, <see cref="SynonymMode.BestName"/>, <see cref="SynonymMode.BestProbability"/>) or
    /// there is only one; else empty. Pixels that a threshold made background belong to no word.
    /// </summary>
    public IReadOnlyList<ClassRegion> BackgroundWords { get; internal init; } = [];

    /// <summary>
    /// Whether prompt denoising found no name confident enough anywhere in the photo, so that the labels are those of the surest name alone
    /// (of the first one with <see cref="Compatibility.Released"/>): the photo may show none of the names.
    /// </summary>
    public bool NoneConfident { get; internal init; }

    /// <summary>
    /// The photo's dense features, unit length, <c>[gridHeight, gridWidth, size]</c>; empty unless <see
    /// cref="SegmentationOptions.KeepFeatures"/> asked for them.
    /// </summary>
    public ReadOnlySpan<float> Features => KeptFeatures;

    internal float[] KeptFeatures { get; set; } = [];

    /// <summary>Columns of the patch grid; 0 without scores.</summary>
    public int GridWidth { get; }

    /// <summary>Rows of the patch grid; 0 without scores.</summary>
    public int GridHeight { get; }

    /// <summary>The same labels, for this library's own loops.</summary>
    internal ushort[] Data { get; }

    /// <summary>A region for every class: those that were found, largest first, and the others with no pixels behind them.</summary>
    public IReadOnlyList<ClassRegion> AllRegions()
    {
        var found = Regions.Select(region => region.Index).ToHashSet();
        return
        [
            .. Regions,
            .. Enumerable.Range(0, Vocabulary.Classes.Count).Where(index => !found.Contains(index))
                .Select(index => new ClassRegion(index, Vocabulary.Classes[index].Name, 0, 0, 0, default)),
        ];
    }

    /// <summary>
    /// One class's confidences on the patch grid, row by row: <c>[gridHeight, gridWidth]</c>, 0..1; empty for a result that was made
    /// without.
    /// </summary>
    /// <param name="classIndex">Index into the vocabulary's classes.</param>
    public ReadOnlySpan<float> Scores(int classIndex)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(classIndex);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(classIndex, Vocabulary.Classes.Count);
        return scores.AsSpan(classIndex * GridWidth * GridHeight, GridWidth * GridHeight);
    }

    /// <summary>Refuses a photo that this cannot be the result of.</summary>
    internal void CheckPhoto(RgbImage photo)
    {
        if ((photo.Width, photo.Height) == (Width, Height)) return;
        var error = $"The photo is {photo.Width}x{photo.Height}, but the result is of a {Width}x{Height} photo.";
        throw new ArgumentException(error, nameof(photo));
    }
}
