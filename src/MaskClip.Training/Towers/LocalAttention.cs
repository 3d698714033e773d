using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Towers;

/// <summary>
/// Where a vision transformer begins: position embeddings are sines and cosines, and each head looks a patch to one side. Attention that
/// starts as a convolution learns from far fewer pictures than one that starts at random (structured initialization, arXiv 2404.01139;
/// mimetic, arXiv 2305.09828).
/// </summary>
/// <remarks>
/// A head takes its share of the frequencies. Queries are keys turned by the angle that each frequency makes in one patch, so that their
/// product is the sum of cosines of distances from the neighbor that the head looks at: greatest there, and falling smoothly around it.
/// </remarks>
internal static class LocalAttention
{
    // Patches that the waves are long: the shortest tells neighbors apart, the longest the ends of the grid.
    private const double Shortest = 3, Longest = 64;
    private const float Height = 1.5f;  // of the waves; patches begin with a deviation of about 1
    private const float Strength = 1.5f; // of queries and keys

    private static readonly (int Right, int Down)[] Sides = [(1, 0), (-1, 0), (0, 1), (0, -1), (1, 1), (-1, -1), (1, -1), (-1, 1)];

    /// <summary>Whether sizes allow it: two waves for each axis and head.</summary>
    public static bool Fits(int width, int heads) => width % (4 * heads) == 0;

    /// <summary>Position embeddings of the patches of a square grid, row by row, <c>[grid·grid, width]</c>.</summary>
    public static Tensor Positions(int grid, int width)
    {
        int waves = width / 4;
        var values = new float[grid * grid * width];
        for (int place = 0; place < grid * grid; place++)
        {
            for (int wave = 0; wave < waves; wave++)
            {
                int at = place * width + wave;
                double x = place % grid * Frequency(wave, waves), y = place / grid * Frequency(wave, waves);
                values[at] = Height * (float)Math.Sin(x);
                values[at + waves] = Height * (float)Math.Cos(x);
                values[at + 2 * waves] = Height * (float)Math.Sin(y);
                values[at + 3 * waves] = Height * (float)Math.Cos(y);
            }
        }

        return tensor(values, [grid * grid, width]);
    }

    /// <summary>Weights of a block's queries and keys, <c>[2·width, width]</c>.</summary>
    /// <param name="width">Of a token.</param>
    /// <param name="heads">Number of heads.</param>
    /// <param name="layer">The block's number: the heads of one look to other sides than those of the next.</param>
    public static Tensor QueriesAndKeys(int width, int heads, int layer)
    {
        int waves = width / 4, own = waves / heads;
        var weights = new float[2 * width * width];
        for (int head = 0; head < heads; head++)
        {
            var (right, down) = Sides[(layer * heads + head) % Sides.Length];
            for (int i = 0; i < own; i++)
            {
                int wave = i * heads + head;
                for (int axis = 0; axis < 2; axis++)
                {
                    int sine = 2 * axis * waves + wave, cosine = sine + waves, row = 4 * (head * own + i) + 2 * axis;
                    double turn = (axis == 0 ? right : down) * Frequency(wave, waves);
                    float sin = Strength * (float)Math.Sin(turn), cos = Strength * (float)Math.Cos(turn);
                    weights[row * width + sine] = cos;
                    weights[row * width + cosine] = sin;
                    weights[(row + 1) * width + sine] = -sin;
                    weights[(row + 1) * width + cosine] = cos;
                    weights[(width + row) * width + sine] = Strength;
                    weights[(width + row + 1) * width + cosine] = Strength;
                }
            }
        }

        return tensor(weights, [2 * width, width]);
    }

    private static double Frequency(int wave, int waves) =>
        2 * Math.PI / (Shortest * Math.Pow(Longest / Shortest, waves == 1 ? 0 : wave / (waves - 1.0)));
}
