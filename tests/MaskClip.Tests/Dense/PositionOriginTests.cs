
using MaskClip.Labels;
using MaskClip.Scores;
using MaskClip.Windows;

namespace MaskClip.Tests.Dense;

/// <summary>Grids whose positions sit on the first pixel of their cells: scores are enlarged with coordinate x / stride.</summary>
public sealed class PositionOriginTests
{
    private const int Stride = 16, Cells = 6, Pixels = Stride * Cells;

    private static readonly WindowAxis Axis = new InputPlan(new(), Pixels, Stride, Stride, first: 0).Passes(Pixels, Pixels)[0].Columns;

    [Fact]
    public void Taps_OfAPixel_AreAtItsCoordinateByTheStride()
    {
        var taps = AxisTaps.Create(Axis, direct: true, mirrored: false, Pixels);
        float[] cells = [.. Enumerable.Range(0, Cells).Select(i => (float)i)], pixels = new float[Pixels];

        taps.Apply(cells, 0, 0, pixels);

        for (int x = 0; x < Pixels; x++) Assert.Equal(Math.Min((double)x / Stride, Cells - 1), pixels[x], 1e-5);
    }

    [Fact]
    public void Labels_OfThePlainAndTheGeneralWay_AreTheSame()
    {
        var random = new Random(5);
        float[] scores = [.. Enumerable.Range(0, 3 * Cells * Cells).Select(_ => random.NextSingle())];
        var vocabulary = Vocabulary.Parse(["a", "b", "c"]);
        var photo = new RgbImage(70, 50, new byte[3 * 70 * 50]);
        var rows = AxisTaps.Create(Axis, direct: true, mirrored: false, 50);
        var columns = AxisTaps.Create(Axis, direct: true, mirrored: false, 70);

        var result = FullSizeArgmax.Segment(GridScores.Logits(scores, 3, Cells * Cells), scores, Axis, Axis, photo, vocabulary, 0);

        int same = 0;
        for (int y = 0; y < 50; y++)
        {
            for (int x = 0; x < 70; x++) same += result.Labels[y * 70 + x] == Best(y, x) ? 1 : 0;
        }

        Assert.True(same >= 3500 - 2, $"{3500 - same} of 3500 pixels differ."); // ties may fall either way

        byte Best(int y, int x)
        {
            var sums = new float[3];
            for (int c = 0; c < 3; c++)
            {
                for (int i = 0; i < rows.Indices(y).Length; i++)
                {
                    for (int j = 0; j < columns.Indices(x).Length; j++)
                    {
                        sums[c] += scores[c * Cells * Cells + rows.Indices(y)[i] * Cells + columns.Indices(x)[j]] * rows.Weights(y)[i] *
                            columns.Weights(
                            x)[j];
                    }
                }
            }

            return (byte)Array.IndexOf(sums, sums.Max());
        }
    }

    [Fact]
    public void Confidences_ThatAreShown_HaveTheirPositionsInTheMiddlesOfTheirCells()
    {
        float[] ramp = [.. Enumerable.Range(0, Cells * Cells).Select(i => (i % Cells) / 10f)];
        var photo = new RgbImage(Pixels, Pixels, new byte[3 * Pixels * Pixels]);

        var result = FullSizeArgmax.Segment(GridScores.Logits(ramp, 1, Cells * Cells), ramp, Axis, Axis, photo, Vocabulary.Parse(["a"]), 0);

        // The middle of cell 2 is pixel 39.5, which is position 39.5 / 16.
        Assert.Equal(39.5 / Stride / 10, result.Scores(0)[2], 1e-5);
    }
}
