using CsCheck;
using MaskClip.Windows;

namespace MaskClip.Tests.Dense.Views;

public class WindowAxisTests
{
    [Theory]
    [InlineData(448, 224, 112, new[] { 0, 112, 224 })]
    [InlineData(336, 224, 112, new[] { 0, 112 })]
    [InlineData(400, 224, 112, new[] { 0, 112, 176 })]
    [InlineData(224, 224, 112, new[] { 0 })]
    [InlineData(225, 224, 112, new[] { 0, 1 })]
    [InlineData(448, 224, 224, new[] { 0, 224 })]
    public void Sliding_LastWindowEndsAtTheBorder(int input, int crop, int stride, int[] starts)
    {
        var axis = WindowAxis.Sliding(input, new SlidingWindows(crop, stride), 16, 16);

        Assert.Equal(starts, axis.Starts);
        Assert.Equal((crop, crop, crop / 16), (axis.Length, axis.Padded, axis.Cells));
    }

    [Fact]
    public void Sliding_AnySizes_AreMmsegmentationsWindowsAndCoverEveryPixel() =>
        Gen.Select(Gen.Int[1, 600], Gen.Int[1, 20], Gen.Int[1, 320]).Sample((input, cells, wanted) =>
        {
            int crop = 16 * cells, stride = Math.Min(wanted, crop);
            var axis = WindowAxis.Sliding(input, new SlidingWindows(crop, stride), 16, 16);

            // slide_inference: h_grids = max(h_img - h_crop + h_stride - 1, 0) // h_stride + 1; y2 = min(y1 + crop, h); y1 = max(y2 - crop,
            // 0)
            int grids = Math.Max(input - crop + stride - 1, 0) / stride + 1;
            var expected = Enumerable.Range(0, grids).Select(i => Math.Max(Math.Min(i * stride + crop, input) - crop, 0));
            Assert.Equal(expected, axis.Starts);
            Assert.All(Enumerable.Range(0, input), i => Assert.Contains(axis.Starts, start => i >= start && i < start + axis.Length));
            Assert.True(axis.Padded % 16 == 0 && axis.Padded >= axis.Length && axis.Padded - axis.Length < 16);
        });

    [Fact]
    public void Whole_NoMultiple_IsPadded() => Assert.Equal((100, 100, 112, 7), Sizes(WindowAxis.Whole(100, 16, 16)));

    private static (int, int, int, int) Sizes(WindowAxis axis) => (axis.Input, axis.Length, axis.Padded, axis.Cells);
}
