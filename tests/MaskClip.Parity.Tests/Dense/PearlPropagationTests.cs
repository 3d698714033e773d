using MaskClip.Checkpoints;
using MaskClip.Edges;
using MaskClip.Testing;
using MaskClip.Windows;

namespace MaskClip.Parity.Tests.Dense;

/// <summary>PEARL's propagation against the outputs of its own code, with the tolerances that golden/pearl/README gives.</summary>
public class PearlPropagationTests
{
    // Relative to the range of the output: where 25 steps do not converge, rounding decides.
    public static TheoryData<string, int, double, double> Cases => new()
    {
        { "two", 80, 1e-4, 1 }, { "notext", 80, 1e-4, 1 }, { "five", 16, 5e-4, 1 }, { "many", 14, 2e-2, 0.98 },
    };

    [Theory]
    [MemberData(nameof(Cases))]
    public void Apply_GoldenCase_GivesItsOwnCodesScores(string name, int grid, double tolerance, double alike)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "pearl", "tlp.safetensors"));
        var (found, height, width, _) = Propagate(golden, name, grid);
        var expected = golden.Require($"{name}.out");
        int rows = expected.Shape[1], high = expected.Shape[2], wide = expected.Shape[3];

        var enlarged = Enlarge(found, rows, height, width, high, wide);

        var right = expected.ToArray();
        Close.Within(tolerance * (right.Max() - right.Min()), right, enlarged);
        int pixels = high * wide;
        Assert.InRange(
            Enumerable.Range(0, pixels).Count(i => Best(right, rows, pixels, i) == Best(enlarged, rows, pixels, i)) / (double)pixels,
            alike,
            1);
    }

    [Theory]
    [InlineData("five", 16)]
    [InlineData("many", 14)]
    public void Weights_GoldenCase_AreItsOwnCodes(string name, int grid)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "pearl", "tlp.safetensors"));
        var (found, height, width, weighed) = Propagate(golden, name, grid);

        // Their edges stand at the right and lower of the two points; the first column and row are never used.
        float[] across = golden.Require($"{name}.edge_h").ToArray(), down = golden.Require($"{name}.edge_v").ToArray();
        Close.Within(1e-6, golden.Require($"{name}.weight").ToArray(), [.. weighed.Weights.ToArray().Select(value => (float)value)]);
        Close.Within(
            1e-5,
            [.. across.Where((_, at) => at % width > 0)],
            [.. weighed.Across.ToArray().Select(value => (float)value)]);
        Close.Within(1e-5, down.AsSpan(width), [.. weighed.Down.ToArray().Select(value => (float)value)]);
        var small = golden.Require($"{name}.small").ToArray();
        double tolerance = name == "many" ? 2e-2 : 5e-4;
        Close.Within(tolerance * (small.Max() - small.Min()), small, found);
    }

    private static (float[] Found, int Height, int Width, ReleasedPropagation Weighed) Propagate(Checkpoint golden, string name, int grid)
    {
        var logits = golden.Require($"{name}.logits");
        int rows = logits.Shape[1], high = logits.Shape[2], wide = logits.Shape[3];
        int down = ReleasedPropagation.Step(high, grid), across = ReleasedPropagation.Step(wide, grid);
        int height = high / down, width = wide / across;
        float[] Averaged(float[] planes, int count)
        {
            var result = new float[count * height * width];
            for (int i = 0; i < count; i++)
            {
                ReleasedPropagation.Average(
                    planes.AsSpan(i * high * wide, high * wide), wide, down, across, result.AsSpan(i * height * width, height * width));
            }

            return result;
        }

        var texts = name == "notext" ? null : golden.Require($"{name}.text");
        double[] affinities = texts is null ? [] : ReleasedPropagation.Affinities(texts.ToArray(), texts.Shape[1]);
        var scores = Averaged(logits.ToArray(), rows);
        var weighed = new ReleasedPropagation(Averaged(golden.Require($"{name}.image").ToArray(), 3), scores, affinities, height, width);
        weighed.Apply(scores);
        return (scores, height, width, weighed);
    }

    private static float[] Enlarge(float[] planes, int rows, int height, int width, int high, int wide)
    {
        AxisTaps down = AxisTaps.Between(height, high), across = AxisTaps.Between(width, wide);
        var result = new float[rows * high * wide];
        var line = new float[width];
        for (int row = 0; row < rows; row++)
        {
            for (int y = 0; y < high; y++)
            {
                Array.Clear(line);
                foreach (var (index, weight) in down.Indices(y).ToArray().Zip(down.Weights(y).ToArray()))
                {
                    for (int x = 0; x < width; x++) line[x] += weight * planes[(row * height + index) * width + x];
                }

                across.Apply(line, 0, 0, result.AsSpan((row * high + y) * wide, wide));
            }
        }

        return result;
    }

    private static int Best(float[] scores, int rows, int pixels, int at) =>
        Enumerable.Range(0, rows).MaxBy(row => scores[row * pixels + at]);
}
