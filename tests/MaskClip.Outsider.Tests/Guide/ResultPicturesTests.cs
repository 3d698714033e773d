using System.ComponentModel.DataAnnotations;
using System.Reflection;

namespace MaskClip.Outsider.Tests.Guide;

/// <summary>docs/library.md: overlays, heat maps and label masks.</summary>
public class ResultPicturesTests
{
    private static readonly RgbImage Gray = new(4, 2, [.. Enumerable.Repeat((byte)100, 4 * 2 * 3)]);
    private static readonly Vocabulary Names = Vocabulary.Parse(["sky", "tree"]);
    private static readonly Segmentation Plain = new(4, 2, Names, [0, 0, 1, 1, 0, 0, 1, Segmentation.Ignore], [0, 1, 1, 0], 2, 1);

    [Fact]
    public void Pictures_ArePaintedAndMasksAreReadBack()
    {
        using var segmenter = Segmenter.Load("world-clip", new SegmenterOptions { Threads = 1 });
        var photo = RgbImage.Load("photo.jpg");
        var names = segmenter.Embed(Vocabulary.Parse(["sky", "grass"]));
        Segmentation result = segmenter.Segment(photo, names, new SegmentationOptions { MinScore = 0.6f });

        RgbImage overlay = Overlay.Paint(photo, result, new OverlayOptions { Opacity = 0.7, Legend = false });
        RgbImage sky = HeatMap.Paint(photo, result, classIndex: 0);
        overlay.SavePng("pictures/overlay.png");
        sky.SavePng("pictures/sky.png");

        LabelMask.Save(result, "pictures/labels.png");
        LabelMask mask = LabelMask.Load("pictures/labels.png");
        ushort first = mask.Labels[0];   // as the file has it: a class index, or mask.IgnoreLabel, which is 255 in 8 bits and 65535 in 16
        var again = new Segmentation(mask.Width, mask.Height, result.Vocabulary, mask.ToClassIndices());

        Assert.Equal((photo.Width, photo.Height), (overlay.Width, overlay.Height));
        Assert.Equal((photo.Width, photo.Height), (sky.Width, sky.Height));
        Assert.Equal((8, 255), (mask.Bits, mask.IgnoreLabel));
        Assert.Equal(result.Labels[0] == Segmentation.Ignore ? 255 : result.Labels[0], first);
        Assert.True(result.Labels.Contains(Segmentation.Ignore));
        Assert.True(again.Labels.SequenceEqual(result.Labels));
    }

    [Fact]
    public void Paint_WithoutOptions_IsWhatTheWritersWrite()
    {
        foreach (var writer in SegmentationWriters.Parse("overlay,heatmap,mask")) writer.Write(Gray, Plain, "written", "gray");
        LabelMask.Save(Plain, "written/own.png");

        Assert.True(Overlay.Paint(Gray, Plain).Pixels.SequenceEqual(RgbImage.Load("written/gray.overlay.png").Pixels));
        Assert.True(HeatMap.Paint(Gray, Plain, 1).Pixels.SequenceEqual(RgbImage.Load("written/gray.heatmap.tree.png").Pixels));
        // Without a background the format leaves 0 to it.
        LabelMask mask = LabelMask.Load("written/gray.mask.png"), own = LabelMask.Load("written/own.png");
        Assert.Equal(
            own.Labels.ToArray().Select(label => label == own.IgnoreLabel ? label : (ushort)(label + 1)), mask.Labels.ToArray());
    }

    [Fact]
    public void Options_ChangeThePicture()
    {
        Assert.True(Overlay.Paint(Gray, Plain).Height > Gray.Height);
        Assert.True(Overlay.Paint(Gray, Plain, new() { Opacity = 0, Legend = false, Contours = false }).Pixels.SequenceEqual(Gray.Pixels));
        Assert.False(Overlay.Paint(Gray, Plain, new() { Opacity = 0, Legend = false }).Pixels.SequenceEqual(Gray.Pixels));
        Assert.True(HeatMap.Paint(Gray, Plain, 0, new() { Opacity = 0 }).Pixels.SequenceEqual(Gray.Pixels));

        var covered = HeatMap.Paint(Gray, Plain, 0, new() { Opacity = 1 });
        Assert.False(covered.Pixels.SequenceEqual(HeatMap.Paint(Gray, Plain, 0).Pixels));
        Assert.True(Brightness(covered.Pixels[..3]) < Brightness(covered.Pixels[^3..]), "0 is darker than 1");

        static int Brightness(ReadOnlySpan<byte> pixel) => pixel[0] + pixel[1] + pixel[2];
    }

    [Theory]
    [InlineData(-0.01)]
    [InlineData(1.5)]
    [InlineData(double.NaN)]
    public void Opacity_OutOfRange_IsRefusedByName(double opacity)
    {
        var overlay = Assert.Throws<OptionsException>(() => Overlay.Paint(Gray, Plain, new() { Opacity = opacity }));
        var heatMap = Assert.Throws<OptionsException>(() => HeatMap.Paint(Gray, Plain, 0, new() { Opacity = opacity }));

        Assert.Contains($"overlay's opacity is {opacity}; 0 (only the photo) to 1 (only colors) is allowed", overlay.Message);
        Assert.Contains($"heat map's opacity is {opacity}; 0 (only the photo) to 1 (only colors) is allowed", heatMap.Message);
        Assert.All([typeof(OverlayOptions), typeof(HeatMapOptions)], type =>
            Assert.False(type.GetProperty("Opacity")!.GetCustomAttribute<RangeAttribute>()!.IsValid(double.IsNaN(opacity) ? -1 : opacity)));
    }

    [Fact]
    public void Paint_WhatDoesNotFit_IsRefusedByName()
    {
        var turned = new RgbImage(2, 4, new byte[24]);
        var bare = new Segmentation(4, 2, Names, Plain.Labels);

        foreach (var paint in new Func<RgbImage>[] { () => Overlay.Paint(turned, Plain), () => HeatMap.Paint(turned, Plain, 0) })
        {
            Assert.Contains("2x4, but the result is of a 4x2 photo", Assert.Throws<ArgumentException>(paint).Message);
        }

        Assert.Equal(2, Assert.Throws<ArgumentOutOfRangeException>(() => HeatMap.Paint(Gray, Plain, 2)).ActualValue);
        Assert.Contains("made without scores", Assert.Throws<ArgumentException>(() => HeatMap.Paint(Gray, bare, 0)).Message);
        Assert.Throws<ArgumentNullException>(() => Overlay.Paint(null!, Plain));
        Assert.Throws<ArgumentNullException>(() => HeatMap.Paint(Gray, null!, 0));
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(255, 8)]
    [InlineData(256, 16)]
    [InlineData(Vocabulary.MaxClasses, 16)]
    public void LabelMask_SavedAndLoaded_IsExact(int classes, int bits)
    {
        var vocabulary = Vocabulary.Parse(Enumerable.Range(0, classes).Select(i => $"thing {i}"));
        ushort[] labels = [0, 1, (ushort)(classes - 1), Segmentation.Ignore, 0, (ushort)(classes / 2)];
        var result = new Segmentation(3, 2, vocabulary, labels);
        var path = $"masks/{classes}.png";
        LabelMask.Save(result, path);
        using var stream = new MemoryStream();
        LabelMask.Save(result, stream);
        stream.Position = 0;

        Assert.Equal(File.ReadAllBytes(path), stream.ToArray());
        Assert.All([LabelMask.Load(path), LabelMask.Load(stream), LabelMask.Load(File.ReadAllBytes(path))], mask =>
        {
            Assert.Equal((3, 2, bits), (mask.Width, mask.Height, mask.Bits));
            Assert.Equal(labels.Select(label => label == Segmentation.Ignore ? mask.IgnoreLabel : label), mask.Labels.ToArray());
            Assert.Equal(labels, mask.ToClassIndices());
            Assert.NotSame(mask.ToClassIndices(), mask.ToClassIndices());
        });
    }

    [Fact]
    public void LabelMask_WhatIsNoMask_IsRefusedByName()
    {
        using var photo = new MemoryStream();
        Gray.SavePng(photo);
        var color = Assert.Throws<ImageFormatException>(() => LabelMask.Load(photo.ToArray(), "photo.png"));
        var text = Assert.Throws<ImageFormatException>(() => LabelMask.Load("photos/3.png"));
        LabelMask.Save(Plain, "masks/plain.png");
        var large = Assert.Throws<ImageFormatException>(() => LabelMask.Load("masks/plain.png", maxPixels: 7));

        Assert.StartsWith("photo.png: ", color.Message);
        Assert.Contains("PNG of 1, 2, 4 or 8 bits, or a gray one of 16; this one is RGB with 8 bits", color.Message);
        Assert.Contains("photos/3.png: This is not a PNG file", text.Message);
        Assert.Contains("4x2", large.Message);
        Assert.Throws<FileNotFoundException>(() => LabelMask.Load("masks/none.png"));
    }
}
