
using MaskClip.Towers;
using MaskClip.Windows;

namespace MaskClip.Tests.Dense.Views;

public class InputPlanTests
{
    /// <summary>What mmcv's <c>rescale_size</c> gives for the same numbers.</summary>
    [Theory]
    [InlineData(500, 375, 512, 2048, 683, 512)]
    [InlineData(375, 500, 512, 2048, 512, 683)]
    [InlineData(640, 480, 336, 2048, 448, 336)]
    [InlineData(2000, 500, 512, 1024, 1024, 256)]
    [InlineData(2048, 1024, 512, 1024, 1024, 512)]
    [InlineData(400, 300, 520, 520, 520, 390)]
    [InlineData(333, 500, 448, 2048, 448, 673)]
    [InlineData(10000, 1, 512, 2048, 2048, 1)]
    public void Size_RatioKept_IsMmcvs(int width, int height, int size, int longSide, int expectedWidth, int expectedHeight) =>
        Assert.Equal(
            (expectedWidth, expectedHeight), Plan(new() { LongSide = longSide, Sides = InputSides.Pad }, size).Size(width, height, 1));

    [Theory]
    [InlineData(500, 375, null, 592, 448)]
    [InlineData(500, 375, 448, 448, 336)]
    [InlineData(100, 100, null, 448, 448)]
    [InlineData(5000, 10, 448, 448, 16)]
    public void Size_NearestMultiple_IsAMultipleOfThePatch(int width, int height, int? longSide, int expectedWidth, int expectedHeight) =>
        Assert.Equal((expectedWidth, expectedHeight), Plan(new() { LongSide = longSide }, 448).Size(width, height, 1));

    [Fact]
    public void Size_Scaled_CutsSizeAndLongSideToWholePixelsAsMmsegmentationDoes() =>
        // int(448 * 0.75) = 336, int(1000 * 1.25) = 1250, int(333 * 0.5) = 166
        Assert.Equal(
            [(448, 336), (1250, 125), (221, 166)],
            [
                Plan(new() { Sides = InputSides.Pad }, 448).Size(640, 480, 0.75),
                Plan(new() { LongSide = 1000, Sides = InputSides.Pad }, 448).Size(4000, 400, 1.25),
                Plan(new() { Sides = InputSides.Pad }, 333).Size(640, 480, 0.5),
            ]);

    [Fact]
    public void Passes_FlipAndScales_AreEveryPair()
    {
        var passes = Plan(new() { Flip = true, Scales = [0.5, 1], Windows = new(224, 112) }, 448).Passes(640, 480);

        Assert.Equal([(299, false), (299, true), (597, false), (597, true)], passes.Select(pass => (pass.Columns.Input, pass.Mirrored)));
        Assert.All(passes, pass => Assert.False(pass.Direct));
        Assert.Equal([2, 2, 15, 15], passes.Select(pass => pass.Windows));
    }

    [Fact]
    public void Passes_WholePhoto_GoesFromItsGridToThePhotoInOneStepUnlessPadded()
    {
        Assert.True(Assert.Single(Plan(new(), 448).Passes(640, 480)).Direct);
        Assert.False(Assert.Single(Plan(new() { Sides = InputSides.Pad }, 448).Passes(640, 480)).Direct);
    }

    /// <summary>The released ResNet sees a photo of 683x512 as 22x16 cells when it is padded, and as 21x16 as it is.</summary>
    [Fact]
    public void Passes_ModelTakesEverySize_NothingIsPadded()
    {
        var resNet = new ModifiedResNetConfig(512, 8, 224, 64, [1, 1, 1, 1]);
        var plan = new InputPlan(new() { Sides = InputSides.Pad }, 512, 32, 32, cellsOf: pixels => resNet.CellsOf(pixels, 32));

        var pass = Assert.Single(plan.Passes(500, 375));

        Assert.Equal((683, 683, 21), (pass.Columns.Input, pass.Columns.Padded, pass.Columns.Cells));
        Assert.Equal((512, 512, 16), (pass.Rows.Input, pass.Rows.Padded, pass.Rows.Cells));
        Assert.Null(resNet.CellsOf(30, 32)); // 15, 7, 3, 1, 0
        Assert.Equal(1, resNet.CellsOf(32, 32));
    }

    private static InputPlan Plan(PhotoOptions options, int size) => new(options, size, 16, 16);
}
