using CsCheck;
using MaskClip.Imaging;

namespace MaskClip.Tests.Imaging;

public class OverlayTests
{
    private static readonly RgbImage Gray = TestPictures.Plain(8, 4, 100, 100, 100);

    [Fact]
    public void Draw_ClassPixels_AreBlendedByOpacity()
    {
        var result = TestSegmentation.Of(8, 4, Halves(0, 1), "sky", "tree");
        Assert.Equal([178, 50, 50], Pixel(Overlay.Draw(Gray, result, 0.5, legend: false), 0, 0));
        Assert.Equal([100, 100, 100], Pixel(Overlay.Draw(Gray, result, 0, legend: false), 0, 0));
        Assert.Equal([0, 255, 0], Pixel(Overlay.Draw(Gray, result, 1, legend: false), 7, 3));
    }

    [Fact]
    public void Draw_BackgroundAndIgnore_StayAsTheyAre()
    {
        var result = TestSegmentation.Of(8, 4, Halves(0, Segmentation.Ignore), "background", "tree");
        Assert.Equal(Gray.Pixels.ToArray(), Overlay.Draw(Gray, result, legend: false).Pixels.ToArray());
    }

    [Fact]
    public void Draw_Border_IsDarker()
    {
        var drawn = Overlay.Draw(Gray, TestSegmentation.Of(8, 4, Halves(0, 1), "sky", "tree"), legend: false);
        Assert.Equal([178 * 3 / 8, 50 * 3 / 8, 50 * 3 / 8], Pixel(drawn, 3, 2));
        Assert.Equal([178, 50, 50], Pixel(drawn, 2, 2));
    }

    [Fact]
    public void Draw_AnyRunsOfClasses_IsWhatTheFormulaGivesPixelByPixel() =>
        (from width in Gen.Int[1, 90]
         from height in Gen.Int[1, 12]
         from photo in Gen.Byte.Array[3 * width * height]
         from runs in Gen.Select(Gen.OneOf(Gen.UShort[0, 2], Gen.Const(Segmentation.Ignore)), Gen.Int[1, 70]).Array[width * height]
         from opacity in Gen.Int[0, 256]
         select (width, height, photo, labels: runs.SelectMany(run => Enumerable.Repeat(run.Item1, run.Item2)).Take(width * height).ToArray(), opacity))
        .Sample(
            one =>
            {
                var result = TestSegmentation.Of(one.width, one.height, one.labels, "background", "sky", "tree");
                var drawn = Overlay.Draw(new RgbImage(one.width, one.height, one.photo), result, one.opacity / 256d, legend: false);
                return drawn.Pixels.SequenceEqual(Expected(one.photo, result, one.opacity));
            },
            iter: 300);

    [Theory]
    [InlineData(300, 200)]
    [InlineData(200, 300)]
    [InlineData(20, 20)]
    [InlineData(20, 21)]
    public void Draw_Legend_LeavesThePictureFree(int width, int height)
    {
        var photo = TestPictures.Plain(width, height, 100, 100, 100);
        var result = TestSegmentation.Of(width, height, new ushort[width * height], "sky");
        var bare = Overlay.Draw(photo, result, legend: false);
        var drawn = Overlay.Draw(photo, result);
        Assert.Equal(bare.Pixels.ToArray(), drawn.Crop(new PixelBox(0, 0, width, height)).Pixels.ToArray());
        var panel = width >= height
            ? drawn.Crop(new PixelBox(0, height, drawn.Width, drawn.Height - height))
            : drawn.Crop(new PixelBox(width, 0, drawn.Width - width, drawn.Height));
        Assert.True(Count(panel, 255, 0, 0) > 20, "no swatch");
        Assert.True(Count(panel, 20, 20, 20) > 5, "no text");
    }

    [Fact]
    public void Draw_MoreClassesThanFit_WrapsAndCountsTheRest()
    {
        var names = Enumerable.Range(0, 60).Select(i => $"class number {i}").ToArray();
        var labels = Enumerable.Range(0, 600 * 200).Select(i => (ushort)(i % 600 / 10)).ToArray();
        var photo = TestPictures.Plain(600, 200, 100, 100, 100);
        var many = Overlay.Draw(photo, TestSegmentation.Of(600, 200, labels, names));
        var few = Overlay.Draw(photo, TestSegmentation.Of(600, 200, [.. labels.Select(label => (ushort)(label % 25))], names));
        Assert.Equal(600, many.Width);
        Assert.InRange(many.Height, 300, 400);
        Assert.Equal(few.Height, many.Height);
    }

    [Fact]
    public void Draw_NothingFound_SaysSo()
    {
        var labels = new ushort[32];
        labels.AsSpan().Fill(Segmentation.Ignore);
        Assert.True(Overlay.Draw(Gray, TestSegmentation.Of(8, 4, labels, "sky")).Height > 4);
    }

    [Fact]
    public void Draw_OtherSize_NamesBoth()
    {
        var error = Assert.Throws<ArgumentException>(() => Overlay.Draw(Gray, TestSegmentation.Of(4, 8, new ushort[32], "sky")));
        Assert.Contains("8x4", error.Message);
        Assert.Contains("4x8", error.Message);
    }

    [Theory]
    [InlineData(-0.1)]
    [InlineData(1.1)]
    [InlineData(double.NaN)]
    public void Draw_BadOpacity_Throws(double opacity) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => Overlay.Draw(Gray, TestSegmentation.Of(8, 4, new ushort[32], "sky"), opacity));

    private static ushort[] Halves(ushort left, ushort right) => [.. Enumerable.Range(0, 32).Select(i => i % 8 < 4 ? left : right)];

    private static byte[] Pixel(RgbImage image, int x, int y) => image.Pixels.Slice(3 * (y * image.Width + x), 3).ToArray();

    private static byte[] Expected(byte[] photo, Segmentation result, int opacity)
    {
        var pixels = new byte[photo.Length];
        for (int i = 0; i < pixels.Length; i++)
        {
            int at = i / 3, x = at % result.Width, label = result.Labels[at];
            int right = result.Labels[x + 1 < result.Width ? at + 1 : at], lower = result.Labels[at + result.Width < result.Labels.Length ? at + result.Width : at];
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
