using System.Buffers;
using MaskClip.Imaging;
using MaskClip.Labels;
using MaskClip.Storage;

namespace MaskClip.Tests.Dense;

/// <summary>Where no class can win, a pixel is unknown: its label never comes from what others left in rented memory.</summary>
public sealed class PoisonedPoolTests
{
    private const int Classes = 3, Rows = 4, Columns = 5, Height = 37, Width = 53;

    [Fact]
    public void FullSizeArgmax_NoNumbersAtAll_LabelsNothing()
    {
        var scores = new float[Classes * Rows * Columns];
        scores.AsSpan().Fill(float.NaN);
        Poison();

        var (labels, regions) = FullSizeArgmax.Run(scores, scores, Classes, Rows, Columns, Height, Width);

        Assert.All(labels, label => Assert.Equal(Segmentation.Ignore, label));
        Assert.Empty(regions.Regions(Vocabulary.Parse(["a", "b", "c"]), labels.Length));
    }

    [Fact]
    public void FullSizeArgmax_SomePositionsWithoutNumbers_LabelsClassesOrNothing()
    {
        var random = new Random(5);
        float[] scores = [.. Enumerable.Range(0, Classes * Rows * Columns).Select(_ => random.NextSingle())];
        for (int c = 0; c < Classes; c++) scores[c * Rows * Columns + 7] = float.NaN;
        Poison();

        var (labels, _) = FullSizeArgmax.Run(scores, scores, Classes, Rows, Columns, Height, Width);

        Assert.All(labels, label => Assert.True(label is < Classes or Segmentation.Ignore, $"{label}"));
        Assert.Contains(Segmentation.Ignore, labels);
        Assert.Contains(labels, label => label < Classes);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void TileBest_NothingCompared_HasNobody(bool logarithms)
    {
        Poison();
        using var buffers = new RentedBuffers();
        var best = new TileBest(new PixelBox(0, 0, Width, Height), logarithms, buffers);
        float[] none = [.. Enumerable.Repeat(float.NaN, Width)];
        best.Compare(0, none, 1, mayWin: true);

        var seen = new List<int>();
        best.Write((_, rows, _) => seen.AddRange(rows.ToArray()));

        Assert.Equal(Width * Height, seen.Count);
        Assert.All(seen, row => Assert.Equal(Running.None, row));
    }

    // The pool gives the array back that this thread returned last.
    private static void Poison()
    {
        for (int length = 16; length <= 1 << 14; length *= 2)
        {
            var numbers = ArrayPool<float>.Shared.Rent(length);
            numbers.AsSpan().Fill(1e30f);
            ArrayPool<float>.Shared.Return(numbers);
            var names = ArrayPool<int>.Shared.Rent(length);
            names.AsSpan().Fill(1);
            ArrayPool<int>.Shared.Return(names);
        }
    }
}
