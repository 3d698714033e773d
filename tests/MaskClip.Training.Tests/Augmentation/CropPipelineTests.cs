using CsCheck;
using MaskClip.Training.Augmentation;
using MaskClip.Training.Supervision;

namespace MaskClip.Training.Tests.Augmentation;

public sealed class CropPipelineTests
{
    private static readonly AugmentationOptions Plain = new() { CropWidth = 40, CropHeight = 32, Colors = false };

    [Fact]
    public void Crop_AtScaleOne_MovesPhotoAndLabelsTogether() => Gen.Select(Gen.Int[1, 90], Gen.Int[1, 90], Gen.Int[0, 100_000])
        .Sample((width, height, step) =>
    {
        int side = Math.Min(width, height);
        if (Math.Max(width, height) > 4 * side) return;
        var image = Colored(width, height);
        var crop = new CropPipeline(Plain with { Size = Math.Max(32, side), MinScale = 1, MaxScale = 1 })
            .Crop(side < 32 ? Scale(image, side) : image, new(1, step, 0));

        Assert.Equal(crop.Width * crop.Height, crop.Labels.Length);
        Assert.InRange(crop.Width, 1, 40);
        Assert.InRange(crop.Height, 1, 32);
        if (side >= 32) Assert.All(Enumerable.Range(0, crop.Labels.Length), i => Assert.Equal(crop.Labels[i], crop.Photo.Pixels[3 * i]));
    }, iter: 60);

    [Fact]
    public void Crop_AtAnyScale_KeepsLabelsUnderTheirColors()
    {
        var pipeline = new CropPipeline(Plain with { Size = 64 });
        var image = Halves(120, 80);
        for (int step = 0; step < 60; step++)
        {
            var crop = pipeline.Crop(image, new(2, step, 0));
            int wrong = Enumerable.Range(0, crop.Labels.Length).Count(i => crop.Photo.Pixels[3 * i] > 127 != (crop.Labels[i] == 1));
            Assert.True(wrong <= 2 * crop.Height, $"{wrong} pixels of a {crop.Width}x{crop.Height} crop have another side's label");
        }
    }

    [Fact]
    public void Crop_ManySamples_MirrorsHalf()
    {
        var pipeline = new CropPipeline(
            Plain with { CropWidth = 64, CropHeight = 64, Size = 64, MinScale = 1, MaxScale = 1, MaxClassShare = 1 });
        var image = Halves(64, 64);
        int mirrored = Enumerable.Range(0, 400).Count(step => pipeline.Crop(image, new(3, step, 0)).Labels[0] == 1);
        Assert.InRange(mirrored, 160, 240);
    }

    [Fact]
    public void Crop_OneClassFillsMost_IsDrawnAgain()
    {
        // A wide photo whose right tenth is another class: most boxes see only the first.
        var labels = new ushort[400 * 40];
        for (int i = 0; i < labels.Length; i++) labels[i] = (ushort)(i % 400 >= 360 ? 1 : 0);
        var image = new LabeledImage(new RgbImage(400, 40, new byte[3 * labels.Length]), labels);
        var options = Plain with { CropWidth = 40, CropHeight = 40, Size = 100, MinScale = 1, MaxScale = 1 };
        int Mixed(double share) => Enumerable.Range(0, 200).Count(step => RandomCrop.IsMixed(
            image, RandomCrop.Draw(image, options with { MaxClassShare = share }, new(4, step, 0)), 0.75));

        // One box in eighteen is mixed; with ten further tries nearly half of the crops are.
        Assert.InRange(Mixed(1), 1, 30);
        Assert.InRange(Mixed(0.75), 60, 140);
    }

    [Fact]
    public void IsMixed_IgnoredPixels_DoNotCount()
    {
        var image = new LabeledImage(new RgbImage(4, 1, new byte[12]), [0, 1, TrainingLabels.Ignore, TrainingLabels.Ignore]);
        Assert.True(RandomCrop.IsMixed(image, new PixelBox(0, 0, 4, 1), 0.75));
        Assert.False(RandomCrop.IsMixed(image, new PixelBox(1, 0, 3, 1), 0.75));
        Assert.False(RandomCrop.IsMixed(image, new PixelBox(0, 0, 2, 1), 0.5));
    }

    [Fact]
    public void Crop_WithoutVariation_IsTheMiddle()
    {
        var pipeline = new CropPipeline(new AugmentationOptions { CropWidth = 32, CropHeight = 32, Vary = false });
        var first = pipeline.Crop(Colored(100, 50), new(1, 0, 0));
        var second = pipeline.Crop(Colored(100, 50), new(9, 5, 3));
        Assert.Equal(first.Photo.Pixels.ToArray(), second.Photo.Pixels.ToArray());
        Assert.Equal((32, 32), (first.Width, first.Height));
    }

    [Fact]
    public void Pad_SmallerCrop_FillsRightAndBelow()
    {
        var pipeline = new CropPipeline(Plain with { CropWidth = 4, CropHeight = 3 });
        var padded = new ushort[12];
        pipeline.Pad<ushort>(new ushort[] { 1, 2, 3, 4, 5, 6 }, 3, padded, TrainingLabels.Ignore);
        const ushort no = TrainingLabels.Ignore;
        Assert.Equal([1, 2, 3, no, 4, 5, 6, no, no, no, no, no], padded);

        var photo = pipeline.Pad(new RgbImage(1, 1, [9, 8, 7]), 1, 2, 3);
        Assert.Equal([9, 8, 7, 1, 2, 3], photo.Pixels[..6].ToArray());
        Assert.Equal((4, 3), (photo.Width, photo.Height));
    }

    [Fact]
    public void SizeAt_WithoutTheRatio_IsTheSameForEveryPhoto()
    {
        var options = new AugmentationOptions { Size = 512, LongSide = 1024, KeepRatio = false };
        Assert.Equal((1024, 512), RandomScale.SizeAt(480, 360, options, 1));
        Assert.Equal((512, 256), RandomScale.SizeAt(100, 900, options, 0.5));
        Assert.Equal((600, 600), RandomScale.SizeAt(100, 900, options with { Size = 600, LongSide = null }, 1));
    }

    [Theory]
    [InlineData(512, 300)]
    [InlineData(64, 40_000)]
    public void LongSide_OutOfRange_IsNamed(int size, int longSide)
    {
        List<string> errors = [];
        new AugmentationOptions { Size = size, LongSide = longSide }.Validate(errors);
        Assert.Contains(errors, error => error.Contains($"the long side is {longSide}", StringComparison.Ordinal));
    }

    [Fact]
    public void SizeAt_KeepsTheRatio_AndLimitsTheLongSide()
    {
        var options = new AugmentationOptions { Size = 512 };
        Assert.Equal((683, 512), RandomScale.SizeAt(480, 360, options, 1));
        Assert.Equal((341, 256), RandomScale.SizeAt(480, 360, options, 0.5));
        Assert.Equal((2048, 205), RandomScale.SizeAt(1000, 100, options, 1));
        var context = new AugmentationOptions { Size = 520, LongSide = 520 };
        Assert.Equal((520, 390), RandomScale.SizeAt(480, 360, context, 1));
        Assert.Equal((195, 260), RandomScale.SizeAt(360, 480, context, 0.5));
    }

    [Fact]
    public void Mirror_Twice_IsThePhotoItself()
    {
        var image = Colored(37, 11);
        var twice = Mirror.Apply(Mirror.Apply(image));
        Assert.Equal(image.Labels, twice.Labels);
        Assert.Equal(image.Photo.Pixels.ToArray(), twice.Photo.Pixels.ToArray());
    }

    // A pixel's red is its label.
    private static LabeledImage Colored(int width, int height)
    {
        var labels = new ushort[width * height];
        for (int i = 0; i < labels.Length; i++) labels[i] = (ushort)(i * 37 % 254);
        return new LabeledImage(new RgbImage(width, height, [.. labels.SelectMany(label => new byte[] { (byte)label, 0, 0 })]), labels);
    }

    private static LabeledImage Halves(int width, int height)
    {
        ushort[] labels = [.. Enumerable.Range(0, width * height).Select(i => (ushort)(i % width < width / 2 ? 0 : 1))];
        return new LabeledImage(
            new RgbImage(width, height, [.. labels.SelectMany(label => new[] { (byte)(255 * label), (byte)0, (byte)0 })]), labels);
    }

    private static LabeledImage Scale(LabeledImage image, int side) =>
        RandomScale.Resize(image, image.Width * 32 / side, image.Height * 32 / side);
}
