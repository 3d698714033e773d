using CsCheck;
using MaskClip.Evaluation.Metrics;

namespace MaskClip.Evaluation.Tests.Metrics;

public sealed class BoundaryMatrixTests
{
    private const int Width = 13;
    private const int Height = 11;

    private static readonly Gen<ushort[]> Map =
        Gen.OneOf(Gen.UShort[0, 3], Gen.Const((ushort)1), Gen.Const(Segmentation.Ignore)).Array[Width * Height];

    // Random pixels are all boundary; blocks have an inside.
    private static readonly Gen<ushort[]> BlockMap = Gen.UShort[0, 2].Array[9].Select(blocks =>
        Enumerable.Range(0, Width * Height).Select(i => blocks[i / Width / 4 * 3 + i % Width / 5]).ToArray());

    [Fact]
    public void Band_IsTheMaskWithoutItsErosion() => Gen.Select(Gen.OneOf(Map, BlockMap), Gen.Int[1, 3]).Sample((labels, distance) =>
    {
        var band = BoundaryBand.Of(labels, Width, Height, distance);
        for (ushort label = 0; label < 4; label++)
        {
            bool[] eroded = [.. labels.Select(one => one == label)];
            for (int step = 0; step < distance; step++) eroded = Erode(eroded);
            for (int i = 0; i < labels.Length; i++) Assert.Equal(labels[i] == label && !eroded[i], band[i] == label);
        }
    });

    [Fact]
    public void Add_SquareMovedByOne_GivesTheRingsIoU()
    {
        // A 6x6 square in 20x20 and the same one pixel to the right; the diagonal of 28.3 at 0.04 makes a band one pixel wide.
        ushort[] truth = Square(7, 7), prediction = Square(8, 7);
        var matrix = new BoundaryMatrix(2, 0.04);

        matrix.Add(prediction, truth, 20, 20);

        // Rings of 20 pixels each: they share the top and bottom rows but for one pixel each: 2 * 5.
        Assert.Equal(new ClassPixels(1, 20, 20, 10), matrix.Bands[1]);
        Assert.Equal(10 / 30.0, matrix.IoU[1], 15);
        Assert.Equal((matrix.IoU[0] + matrix.IoU[1]) / 2, matrix.MeanIoU, 15);
    }

    [Fact]
    public void Add_IgnoredTruth_EndsBothBandsAlike()
    {
        // Whatever is predicted where the truth is unknown changes nothing.
        Gen.Select(BlockMap, Map, Map, Gen.Bool.Array[Width * Height]).Sample((truth, prediction, other, unknown) =>
        {
            ushort[] partly = [.. truth.Select((label, i) => unknown[i] ? Segmentation.Ignore : label)];
            ushort[] changed = [.. prediction.Select((label, i) => unknown[i] ? other[i] : label)];
            Assert.Equal(Of(prediction, partly).Bands, Of(changed, partly).Bands);
        });
    }

    [Fact]
    public void Add_Itself_IsPerfect_AndMergingIsAdding() => Gen.Select(BlockMap, Map).Sample((one, two) =>
    {
        Assert.All(Of(one, one).IoU, iou => Assert.True(double.IsNaN(iou) || iou == 1));
        var merged = Of(one, two);
        merged.Add(Of(two, one));
        var streamed = Of(one, two);
        streamed.Add(two, one, Width, Height);
        Assert.Equal(streamed.Bands, merged.Bands);
    });

    [Theory]
    [InlineData(500, 375, 12)]
    [InlineData(480, 360, 12)]
    [InlineData(2048, 1024, 46)]
    [InlineData(10, 10, 1)]
    public void Distance_IsTwoPercentOfTheDiagonal(int width, int height, int expected) =>
        Assert.Equal(expected, BoundaryMatrix.Distance(width, height, 0.02));

    [Fact]
    public void Add_WhatDoesNotFit_IsRefused()
    {
        Assert.Throws<ArgumentException>(() => new BoundaryMatrix(2).Add(new ushort[4], new ushort[4], 3, 2));
        Assert.Throws<ArgumentException>(() => new BoundaryMatrix(2).Add([2, 0, 0, 0], new ushort[4], 2, 2));
        Assert.Throws<ArgumentException>(() => new BoundaryMatrix(2).Add(new BoundaryMatrix(2, 0.01)));
        Assert.Throws<ArgumentOutOfRangeException>(() => new BoundaryMatrix(2, 0));
    }

    private static BoundaryMatrix Of(ushort[] prediction, ushort[] truth)
    {
        var matrix = new BoundaryMatrix(4, 0.06);
        matrix.Add(prediction, truth, Width, Height);
        return matrix;
    }

    private static ushort[] Square(int left, int top) => [.. Enumerable.Range(0, 400).Select(i =>
        (ushort)(i % 20 >= left && i % 20 < left + 6 && i / 20 >= top && i / 20 < top + 6 ? 1 : 0))];

    /// <summary>One step with a 3x3 square; outside is not of the mask. The definition, pixel by pixel.</summary>
    private static bool[] Erode(bool[] mask) => [.. Enumerable.Range(0, mask.Length).Select(i =>
    {
        for (int y = i / Width - 1; y <= i / Width + 1; y++)
        {
            for (int x = i % Width - 1; x <= i % Width + 1; x++)
            {
                if (x < 0 || y < 0 || x >= Width || y >= Height || !mask[y * Width + x]) return false;
            }
        }

        return true;
    })];
}
