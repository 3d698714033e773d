
using MaskClip.Labels;
using MaskClip.Scores;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Tests.Dense.Labeling;

/// <summary>A photo with random features in its windows, and random names: everything but the engine.</summary>
internal sealed class RandomPhoto
{
    private const int Size = 6, KeySize = 3, Divisor = 8, Cell = 4;

    private readonly Random random;

    public RandomPhoto(int seed, bool background = false, SynonymMode synonyms = SynonymMode.Average, int mostRows = 70)
    {
        random = new Random(seed);
        int width = random.Next(1, 70), height = random.Next(1, mostRows);
        var pixels = new byte[3 * width * height];
        // Blocks of one color, with a little noise: edges for those who look for them.
        for (int i = 0; i < pixels.Length; i++)
            pixels[i] = (byte)(i / 3 % width / 9 * 37 + i / 3 / width / 7 * 91 + i % 3 * 60 + random.Next(8));
        Photo = new RgbImage(width, height, pixels);
        var options = new PhotoOptions
        {
            Sides = random.Next(2) == 0 ? InputSides.Pad : InputSides.NearestMultiple,
            Windows = random.Next(3) > 0 ? new SlidingWindows(16, random.Next(3, 17)) : null,
            Flip = random.Next(3) == 0,
            Scales = random.Next(3) == 0 ? [0.75, 1.5] : [1],
            LongSide = random.Next(2) == 0 ? 60 + mostRows : null,
        };
        Plans = new InputPlan(options, random.Next(8, 40), Divisor, Cell).Passes(width, height);
        Windows =
        [
            .. Plans.Select(plan =>
                plan.Rows.Starts.Select(_ => plan.Columns.Starts.Select(_ => Features(plan.Rows.Cells * plan.Columns.Cells)).ToArray())
                    .ToArray()),
        ];
        Classifier = Names(random.Next(2, 7), background, synonyms);
    }

    public RgbImage Photo { get; }

    public IReadOnlyList<PassPlan> Plans { get; }

    /// <summary>Features by pass, row of windows and window.</summary>
    public GridFeatures[][][] Windows { get; }

    public TextClassifier Classifier { get; }

    /// <summary>Rows of windows in the order in which they were asked for.</summary>
    public List<(int Pass, int Row)> Asked { get; } = [];

    public Segmentation Segment(SegmentationOptions options, bool stream = false, LabelingLimits? limits = null, int threads = 0) =>
        new PhotoSegmentation(
            Photo,
            [.. Plans.Select((plan, pass) => (plan, (Func<int, GridFeatures[]>)(row =>
            {
                Asked.Add((pass, row));
                return Windows[pass][row];
            })))],
            KeyAxis.Channels,
            Parallelism.Of(threads),
            limits).Run(Classifier, options, stream, CancellationToken.None);

    private GridFeatures Features(int positions) => new(Units(positions, Size), Units(positions, KeySize));

    private TextClassifier Names(int classes, bool background, SynonymMode synonyms)
    {
        int[] classOfRow = [.. Enumerable.Range(0, classes).SelectMany(c => Enumerable.Repeat(c, random.Next(1, 4)))];
        var vocabulary = new Vocabulary(
            [.. Enumerable.Range(0, classes).Select(c => new VocabularyClass($"c{c}", [$"c{c}"], background && c == 0))]);
        return new TextClassifier(vocabulary, Units(classOfRow.Length, Size), classOfRow, Size, synonyms == SynonymMode.BestProbability);
    }

    private float[] Units(int rows, int size)
    {
        var values = new float[rows * size];
        for (int row = 0; row < rows; row++)
        {
            var one = values.AsSpan(row * size, size);
            foreach (ref float value in one) value = random.NextSingle() - 0.5f;
            System.Numerics.Tensors.TensorPrimitives.Divide(one, System.Numerics.Tensors.TensorPrimitives.Norm<float>(one), one);
        }

        return values;
    }
}
