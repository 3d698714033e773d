using System.Numerics.Tensors;
using MaskClip.Edges;
using MaskClip.Imaging;
using MaskClip.Storage;
using MaskClip.Windows;

namespace MaskClip.Labels;

/// <summary>The best row of scores of every pixel after propagation as PEARL's published code has it.</summary>
/// <remarks>
/// It takes raw scores at the size of the network's input, the mean where several passes or windows give them, and that input itself. From
/// the grid they are enlarged to the photo in one step; the published code enlarges them to the input, and then to the photo.
/// </remarks>
internal sealed class ReleasedTiles : ITileLabeler
{
    private readonly RgbImage photo;
    private readonly IReadOnlyList<PassScores> passes;
    private readonly WindowScorer scorer;
    private readonly TextClassifier classifier;
    private readonly float scale;
    private readonly (float[] Mean, float[] Std) normalization;
    private readonly AxisTaps[] down;
    private readonly AxisTaps[] across;
    private readonly (int Width, int Height) input;
    private readonly (int Across, int Down) step;
    private GridPlanes? planes;

    /// <summary>Prepares a photo.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="passes">The passes.</param>
    /// <param name="scorer">What scores are.</param>
    /// <param name="classifier">The names.</param>
    /// <param name="scale">The softmax's logit scale.</param>
    /// <param name="normalization">What the network's input is normalized by.</param>
    /// <param name="limits">What tiles may take.</param>
    public ReleasedTiles(
        RgbImage photo,
        IReadOnlyList<PassScores> passes,
        WindowScorer scorer,
        TextClassifier classifier,
        float scale,
        (float[] Mean, float[] Std) normalization,
        LabelingLimits limits)
    {
        this.photo = photo;
        this.passes = passes;
        this.scorer = scorer;
        this.classifier = classifier;
        this.scale = scale;
        this.normalization = normalization;
        input = (passes[0].Plan.Columns.Input, passes[0].Plan.Rows.Input);
        step = (ReleasedPropagation.Step(input.Width), ReleasedPropagation.Step(input.Height));
        down = [.. passes.Select(pass => AxisTaps.Create(pass.Plan.Rows, pass.Plan.Direct, mirrored: false, input.Height))];
        across = [.. passes.Select(pass => AxisTaps.Create(pass.Plan.Columns, pass.Plan.Direct, pass.Plan.Mirrored, input.Width))];
        Tile = (photo.Width, Math.Clamp(limits.Pixels / photo.Width, 1, photo.Height));
    }

    /// <inheritdoc/>
    public (int Width, int Height) Tile { get; }

    /// <inheritdoc/>
    public bool Parallel => false;

    /// <inheritdoc/>
    public void Require(int from, int to)
    {
        // Every point reaches all others: all at once, and later bands ask for what is solved already.
        if (planes is not null) return;
        foreach (var pass in passes) pass.Require(0, pass.Plan.Rows.Starts.Count - 1);
    }

    /// <inheritdoc/>
    public int FirstWindows(int pass, int y)
    {
        if (y == 0 || planes is null) return 0;
        int line = (int)Math.Min((long)y * input.Height / photo.Height, input.Height - 1);
        return down[pass].Range(line, line + 1).First / passes[pass].Plan.Rows.Cells;
    }

    /// <inheritdoc/>
    public void Label(PixelBox tile, LabelRules rules, Parallelism threads, TileWriter write) =>
        (planes ??= Solve()).Label(tile, rules, threads, write);

    private GridPlanes Solve()
    {
        int width = input.Width / step.Across, height = input.Height / step.Down, size = width * height;
        var scores = Scores(width, height);
        new ReleasedPropagation(Colors(size), scores, Affinities(), height, width).Apply(scores);
        if (!scorer.GivesProbabilities) ToLogarithms(scores, size);
        return new GridPlanes(
            [.. Enumerable.Range(0, scorer.Rows).Select(row => (row, scores.AsSpan(row * size, size).ToArray()))],
            logarithms: !scorer.GivesProbabilities,
            AxisTaps.Between(height, photo.Height),
            AxisTaps.Between(width, photo.Width),
            width);
    }

    // Block after block of the input's rows, so that scores of its size are never there at once.
    private float[] Scores(int width, int height)
    {
        using var buffers = new RentedBuffers();
        int line = scorer.Rows * input.Width, block = step.Down * input.Width;
        int[] all = [.. Enumerable.Range(0, scorer.Rows)];
        TileRows[] rows = [.. passes.Select((pass, i) => new TileRows(pass, down[i], across[i], 0, input.Width, all, buffers))];
        float[] one = buffers.Rent(line), blocks = buffers.Rent(scorer.Rows * block), result = new float[scorer.Rows * width * height];
        for (int y = 0; y < height; y++)
        {
            blocks.AsSpan(0, scorer.Rows * block).Clear();
            for (int i = 0; i < step.Down; i++)
            {
                foreach (var pass in rows)
                {
                    pass.Read(y * step.Down + i, one.AsSpan(0, line));
                    for (int row = 0; row < scorer.Rows; row++)
                    {
                        var target = blocks.AsSpan(row * block + i * input.Width, input.Width);
                        TensorPrimitives.MultiplyAdd(one.AsSpan(row * input.Width, input.Width), 1f / rows.Length, target, target);
                    }
                }
            }

            for (int row = 0; row < scorer.Rows; row++)
            {
                ReleasedPropagation.Average(
                    blocks.AsSpan(row * block, block),
                    input.Width,
                    step.Down,
                    step.Across,
                    result.AsSpan((row * height + y) * width, width));
            }
        }

        return result;
    }

    private float[] Colors(int size)
    {
        int plane = input.Width * input.Height;
        var pixels = new float[3 * plane];
        var resized = photo.Resize(input.Width, input.Height, ResampleFilter.Bilinear);
        ImageTensor.Normalize(resized, normalization.Mean, normalization.Std, pixels);
        var result = new float[3 * size];
        for (int color = 0; color < 3; color++)
        {
            ReleasedPropagation.Average(
                pixels.AsSpan(color * plane, plane), input.Width, step.Down, step.Across, result.AsSpan(color * size, size));
        }

        return result;
    }

    // Of a text for each row of scores: the mean of its words where it has several, nothing where it is known by examples.
    private double[] Affinities()
    {
        int size = classifier.Size;
        if (classifier.Rows.Length == 0) return [];
        var texts = new float[scorer.Rows * size];
        for (int row = 0; row < classifier.ScoreOfRow.Length; row++)
        {
            var own = texts.AsSpan(classifier.ScoreOfRow[row] * size, size);
            TensorPrimitives.Add(own, classifier.Rows.AsSpan(row * size, size), own);
        }

        return ReleasedPropagation.Affinities(texts, size);
    }

    // Of the softmax at the grid's points: what all rows of a point share changes nothing between them.
    private void ToLogarithms(float[] scores, int size)
    {
        TensorPrimitives.Multiply(scores, scale, scores);
        for (int at = 0; at < size; at++)
        {
            float greatest = float.NegativeInfinity;
            double sum = 0;
            for (int row = at; row < scores.Length; row += size) greatest = Math.Max(greatest, scores[row]);
            for (int row = at; row < scores.Length; row += size) sum += Math.Exp(scores[row] - greatest);
            for (int row = at; row < scores.Length; row += size) scores[row] -= greatest + (float)Math.Log(sum);
        }
    }
}
