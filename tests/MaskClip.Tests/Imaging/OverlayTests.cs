using CsCheck;
using MaskClip.Drawing;

namespace MaskClip.Tests.Imaging;

public class OverlayTests
{
    private static readonly RgbImage Gray = TestPictures.Plain(8, 4, 100, 100, 100);

    [Fact]
    public void Paint_ClassPixels_AreBlendedByOpacity()
    {
        var result = TestSegmentation.Of(8, 4, Halves(0, 1), "sky", "tree");
        Assert.Equal([178, 50, 50], Pixel(Overlay.Paint(Gray, result, new() { Opacity = 0.5, Legend = false }), 0, 0));
        Assert.Equal([100, 100, 100], Pixel(Overlay.Paint(Gray, result, new() { Opacity = 0, Legend = false }), 0, 0));
        Assert.Equal([0, 255, 0], Pixel(Overlay.Paint(Gray, result, new() { Opacity = 1, Legend = false }), 7, 3));
    }

    [Fact]
    public void Paint_BackgroundAndIgnore_StayAsTheyAre()
    {
        var result = TestSegmentation.Of(8, 4, Halves(0, Segmentation.Ignore), "background", "tree");
        Assert.Equal(Gray.Pixels.ToArray(), Overlay.Paint(Gray, result, new() { Legend = false }).Pixels.ToArray());
    }

    [Fact]
    public void Paint_Border_IsDarker()
    {
        var drawn = Overlay.Paint(Gray, TestSegmentation.Of(8, 4, Halves(0, 1), "sky", "tree"), new() { Legend = false });
        Assert.Equal([178 * 3 / 8, 50 * 3 / 8, 50 * 3 / 8], Pixel(drawn, 3, 2));
        Assert.Equal([178, 50, 50], Pixel(drawn, 2, 2));
    }

    [Fact]
    public void Paint_WithoutContours_LeavesBordersAsTheyAre()
    {
        var drawn = Overlay.Paint(Gray, TestSegmentation.Of(8, 4, Halves(0, 1), "sky", "tree"), new() { Legend = false, Contours = false });
        Assert.All(Enumerable.Range(0, 4), x => Assert.Equal([178, 50, 50], Pixel(drawn, x, 2)));
    }

    [Fact]
    public void Paint_AnyRunsOfClasses_IsWhatTheFormulaGivesPixelByPixel() =>
        (from width in Gen.Int[1, 90]
         from height in Gen.Int[1, 12]
         from photo in Gen.Byte.Array[3 * width * height]
         from runs in Gen.Select(Gen.OneOf(Gen.UShort[0, 2], Gen.Const(Segmentation.Ignore)), Gen.Int[1, 70]).Array[width * height]
         from opacity in Gen.Int[0, 256]
         select (
             width,
             height,
             photo,
             labels: runs.SelectMany(run => Enumerable.Repeat(run.Item1, run.Item2)).Take(width * height).ToArray(),
             opacity))
        .Sample(
            one =>
            {
                var result = TestSegmentation.Of(one.width, one.height, one.labels, "background", "sky", "tree");
                var drawn = Overlay.Paint(
                    new RgbImage(one.width, one.height, one.photo), result, new() { Opacity = one.opacity / 256d, Legend = false });
                return drawn.Pixels.SequenceEqual(Expected(one.photo, result, one.opacity));
            },
            iter: 300);

    [Theory]
    [InlineData(300, 200)]
    [InlineData(200, 300)]
    [InlineData(20, 20)]
    [InlineData(20, 21)]
    public void Paint_Legend_LeavesThePictureFree(int width, int height)
    {
        var photo = TestPictures.Plain(width, height, 100, 100, 100);
        var result = TestSegmentation.Of(width, height, new ushort[width * height], "sky");
        var bare = Overlay.Paint(photo, result, new() { Legend = false });
        var drawn = Overlay.Paint(photo, result);
        Assert.Equal(bare.Pixels.ToArray(), drawn.Crop(new PixelBox(0, 0, width, height)).Pixels.ToArray());
        var panel = width >= height
            ? drawn.Crop(new PixelBox(0, height, drawn.Width, drawn.Height - height))
            : drawn.Crop(new PixelBox(width, 0, drawn.Width - width, drawn.Height));
        // As it looks in the picture, not as the palette has it.
        Assert.True(Count(panel, bare.Pixels[0], bare.Pixels[1], bare.Pixels[2]) > 20, "no swatch");
        Assert.True(Count(panel, 20, 20, 20) > 5, "no text");
    }

    [Fact]
    public void Paint_MoreClassesThanFit_WrapsAndCountsTheRest()
    {
        var names = Enumerable.Range(0, 60).Select(i => $"class number {i}").ToArray();
        var labels = Enumerable.Range(0, 600 * 200).Select(i => (ushort)(i % 600 / 10)).ToArray();
        var photo = TestPictures.Plain(600, 200, 100, 100, 100);
        var many = Overlay.Paint(photo, TestSegmentation.Of(600, 200, labels, names));
        var few = Overlay.Paint(photo, TestSegmentation.Of(600, 200, [.. labels.Select(label => (ushort)(label % 25))], names));
        Assert.Equal(600, many.Width);
        Assert.InRange(many.Height, 300, 400);
        Assert.Equal(few.Height, many.Height);
    }

    [Fact]
    public void Paint_NothingFound_SaysSo()
    {
        var labels = new ushort[32];
        labels.AsSpan().Fill(Segmentation.Ignore);
        Assert.True(Overlay.Paint(Gray, TestSegmentation.Of(8, 4, labels, "sky")).Height > 4);
    }

    [Fact]
    public void Paint_OtherSize_NamesBoth()
    {
        var error = Assert.Throws<ArgumentException>(() => Overlay.Paint(Gray, TestSegmentation.Of(4, 8, new ushort[32], "sky")));
        Assert.Contains("8x4", error.Message);
        Assert.Contains("4x8", error.Message);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Paint_BadOpacity_Throws(double opacity)
    {
        var result = TestSegmentation.Of(8, 4, new ushort[32], "sky");
        var error = Assert.Throws<OptionsException>(() => Overlay.Paint(Gray, result, new() { Opacity = opacity }));
        Assert.Contains($"opacity is {opacity}; 0 (only the photo) to 1", error.Message);
    }

    private static ushort[] Halves(ushort left, ushort right) => [.. Enumerable.Range(0, 32).Select(i => i % 8 < 4 ? left : right)];

    private static byte[] Pixel(RgbImage image, int x, int y) => image.Pixels.Slice(3 * (y * image.Width + x), 3).ToArray();

    private static byte[] Expected(byte[] photo, Segmentation result, int opacity)
    {
        var pixels = new byte[photo.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            int at = i / 3, x = at % result.Width, label = result.Labels[at];
            int right = result.Labels[x + 1 < result.Width
                ? at + 1
                : at], lower = result.Labels[at + result.Width < result.Labels.Length ? at + result.Width : at];
            var (red, green, blue) = result.Vocabulary.Palette[label];
            int value = IsColored(label) ? (photo[i] * (256 - opacity) + new[] { red, green, blue }[i % 3] * opacity + 128) >> 8 : photo[i];
            bool border = (label != right || label != lower) && (IsColored(label) || IsColored(right) || IsColored(lower));
            pixels[i] = (byte)(border ? value * 3 / 8 : value);
        }

        return pixels;

        static bool IsColored(int label) => label is not (0 or Segmentation.Ignore);
    }

    private static int Count(RgbImage image, byte red, byte green, byte blue) =>
        image.Pixels.ToArray().Chunk(3).Count(pixel => pixel[0] == red && pixel[1] == green && pixel[2] == blue);
}
