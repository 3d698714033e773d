using System.Numerics.Tensors;

namespace MaskClip.Edges;

/// <summary>Propagation as PEARL's published code has it (CVPR 2026, <c>pearl/prop.py</c>, class TLP).</summary>
/// <remarks>
/// On a picture and scores that are averaged over blocks, so that about <see cref="Grid"/> are left a side. What it is called there is a
/// similarity of names enters by its diagonal alone; the weight of a point's own scores follows from a softmax of scores that nothing
/// scales; and 25 steps are all, whether they come to the solution or not: with 21 names they do not.
/// <see cref="Propagation"/> is ours. Safe to use from several threads.
/// </remarks>
internal sealed class ReleasedPropagation
{
    /// <summary>Points a side, about.</summary>
    public const int Grid = 80;

    private const int Steps = 25;
    private const double LeastConfidence = 0.05, Sharpness = 5, Temperature = 0.5, Identity = 10, Small = 1e-6, Tiny = 1e-12;

    private readonly int height;
    private readonly int width;
    private readonly double[] weights;
    private readonly double[] across;
    private readonly double[] down;

    /// <summary>Weighs points and edges.</summary>
    /// <param name="colors">The network's input, averaged: <c>[3, height, width]</c>.</param>
    /// <param name="scores">Raw scores at the same points: <c>[rows, height, width]</c>.</param>
    /// <param name="affinities">What <see cref="Affinities"/> found for each row; empty where rows are of no texts.</param>
    /// <param name="height">Rows of the grid.</param>
    /// <param name="width">Columns of the grid.</param>
    public ReleasedPropagation(
        ReadOnlySpan<float> colors, ReadOnlySpan<float> scores, ReadOnlySpan<double> affinities, int height, int width)
    {
        (this.height, this.width) = (height, width);
        int size = height * width, rows = scores.Length / size;
        var probabilities = Softmax(scores, rows, size);
        weights = new double[size];
        for (int at = 0; at < size; at++)
        {
            double confidence = 0;
            for (int row = 0; row < rows; row++) confidence = Math.Max(confidence, probabilities[row * size + at]);
            confidence = Math.Max(confidence, LeastConfidence);
            weights[at] = confidence * confidence * (1 + Agreement(probabilities, affinities, size, at, at));
        }

        var gray = new double[size];
        for (int at = 0; at < size; at++)
            gray[at] = 0.299 * colors[at] + 0.587 * colors[size + at] + 0.114 * colors[2 * size + at];
        across = Edges(gray, probabilities, affinities, height, width - 1, 1);
        down = Edges(gray, probabilities, affinities, height - 1, width, width);
    }

    /// <summary>What points count beside their neighbors, <c>[height, width]</c>.</summary>
    public ReadOnlySpan<double> Weights => weights;

    /// <summary>Edges between a point and the one on its right, <c>[height, width - 1]</c>.</summary>
    public ReadOnlySpan<double> Across => across;

    /// <summary>Edges between a point and the one below, <c>[height - 1, width]</c>.</summary>
    public ReadOnlySpan<double> Down => down;

    /// <summary>How many pixels become one point.</summary>
    /// <param name="pixels">A side of the network's input.</param>
    /// <param name="grid">Points a side, about.</param>
    public static int Step(int pixels, int grid = Grid) => Math.Max(1, (int)Math.Round((double)pixels / grid, MidpointRounding.ToEven));

    /// <summary>
    /// How much each text is itself among all: the diagonal of <c>softmax(T · Tᵀ / 0.5) + 10 I</c>, rows divided by their sums.
    /// </summary>
    /// <param name="texts">Rows, <c>[rows, size]</c>, which are brought to unit length; one of zeros is like none.</param>
    /// <param name="size">Length of a row.</param>
    public static double[] Affinities(ReadOnlySpan<float> texts, int size)
    {
        int rows = texts.Length / size;
        var result = new double[rows];
        var lengths = new double[rows];
        for (int row = 0; row < rows; row++)
            lengths[row] = Math.Max(TensorPrimitives.Norm(texts.Slice(row * size, size)), Tiny);
        for (int row = 0; row < rows; row++)
        {
            double own = 0, sum = 0;
            for (int other = 0; other < rows; other++)
            {
                double cosine = TensorPrimitives.Dot(texts.Slice(row * size, size), texts.Slice(other * size, size))
                    / (lengths[row] * lengths[other]);
                double value = Math.Exp(cosine / Temperature);
                sum += value;
                if (other == row) own = value;
            }

            // The softmax's row sums to 1.
            result[row] = (own / sum + Identity) / (1 + Identity + Small);
        }

        return result;
    }

    /// <summary>Averages blocks of a plane; what does not fill a block at its right and lower end is left out.</summary>
    /// <param name="plane"><c>[height, width]</c>.</param>
    /// <param name="width">Columns of the plane.</param>
    /// <param name="down">Rows of a block.</param>
    /// <param name="right">Columns of a block.</param>
    /// <param name="result">Takes the means, <c>[height / down, width / right]</c>.</param>
    public static void Average(ReadOnlySpan<float> plane, int width, int down, int right, Span<float> result)
    {
        int columns = width / right;
        for (int at = 0; at < result.Length; at++)
        {
            double sum = 0;
            for (int y = at / columns * down; y < (at / columns + 1) * down; y++)
            {
                foreach (float value in plane.Slice(y * width + at % columns * right, right)) sum += value;
            }

            result[at] = (float)(sum / (down * right));
        }
    }

    /// <summary>
    /// 25 steps of conjugate gradients from the scores on, towards <c>(diag(weights) + L) F = weights · scores</c>. All rows share one
    /// length of each step.
    /// </summary>
    /// <param name="scores">Raw scores, <c>[rows, height, width]</c>; replaced by the result.</param>
    public void Apply(Span<float> scores)
    {
        int size = height * width;
        double[] found = new double[scores.Length], rest = new double[scores.Length], image = new double[scores.Length];
        for (int i = 0; i < scores.Length; i++) found[i] = scores[i];
        Multiply(found, image);
        for (int i = 0; i < scores.Length; i++) rest[i] = weights[i % size] * found[i] - image[i];
        double[] step = [.. rest];
        double product = TensorPrimitives.SumOfSquares<double>(rest);
        for (int round = 0; round < Steps; round++)
        {
            Multiply(step, image);
            double length = product / (TensorPrimitives.Dot<double>(step, image) + Tiny);
            TensorPrimitives.MultiplyAdd(step, length, found, found);
            TensorPrimitives.MultiplyAdd(image, -length, rest, rest);
            double next = TensorPrimitives.SumOfSquares<double>(rest);
            TensorPrimitives.MultiplyAdd(step, next / (product + Tiny), rest, step);
            product = next;
        }

        for (int i = 0; i < scores.Length; i++) scores[i] = (float)found[i];
    }

    private static double[] Softmax(ReadOnlySpan<float> scores, int rows, int size)
    {
        var result = new double[scores.Length];
        for (int at = 0; at < size; at++)
        {
            double greatest = double.NegativeInfinity, sum = 0;
            for (int row = 0; row < rows; row++) greatest = Math.Max(greatest, scores[row * size + at]);
            for (int row = 0; row < rows; row++) sum += result[row * size + at] = Math.Exp(scores[row * size + at] - greatest);
            for (int row = 0; row < rows; row++) result[row * size + at] /= sum;
        }

        return result;
    }

    // Σ p s p' of two points, within 0 and 1; 0 where there are no texts.
    private static double Agreement(double[] probabilities, ReadOnlySpan<double> affinities, int size, int one, int other)
    {
        double sum = 0;
        for (int row = 0; row < affinities.Length; row++)
            sum += probabilities[row * size + one] * affinities[row] * probabilities[row * size + other];
        return Math.Clamp(sum, 0, 1);
    }

    private double[] Edges(
        double[] gray, double[] probabilities, ReadOnlySpan<double> affinities, int rows, int columns, int distance)
    {
        var result = new double[Math.Max(0, rows * columns)];
        for (int i = 0; i < result.Length; i++) result[i] = Math.Abs(gray[At(i) + distance] - gray[At(i)]);
        double mean = result.Length == 0 ? 0 : result.Average();
        for (int i = 0; i < result.Length; i++)
        {
            double weight = Math.Exp(-Sharpness * result[i] / (mean + Small));
            double alike = Agreement(probabilities, affinities, gray.Length, At(i), At(i) + distance);
            result[i] = Math.Clamp(weight * (1 + alike), 0, 1);
        }

        return result;

        int At(int edge) => edge / columns * width + edge % columns;
    }

    // (diag(weights) + L) x, row by row of scores.
    private void Multiply(double[] x, double[] result)
    {
        int size = height * width;
        for (int from = 0; from < x.Length; from += size)
        {
            for (int at = 0; at < size; at++) result[from + at] = weights[at] * x[from + at];
            for (int y = 0; y < height; y++)
            {
                for (int i = 0; i < width; i++)
                {
                    int at = y * width + i;
                    if (i + 1 < width) Join(x, result, from + at, from + at + 1, across[y * (width - 1) + i]);
                    if (y + 1 < height) Join(x, result, from + at, from + at + width, down[at]);
                }
            }
        }
    }

    private static void Join(double[] x, double[] result, int one, int other, double weight)
    {
        double flow = weight * (x[one] - x[other]);
        result[one] += flow;
        result[other] -= flow;
    }
}
