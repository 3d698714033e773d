using CsCheck;
using MaskClip.Training.Augmentation;
using MaskClip.World;

namespace MaskClip.Training.Tests.Augmentation;

public sealed class PhotoMetricDistortionTests
{
    private static readonly RgbImage Photo = SamplePostcard.Draw(80, 64);

    [Fact]
    public void Apply_TheSameSample_GivesTheSamePixels() =>
        Assert.Equal(
            PhotoMetricDistortion.Apply(Photo, new(1, 2, 3)).Pixels.ToArray(),
            PhotoMetricDistortion.Apply(Photo, new(1, 2, 3)).Pixels.ToArray());

    [Fact]
    public void Apply_LeavesThePhotoAlone()
    {
        var before = Photo.Pixels.ToArray();
        for (int step = 0; step < 20; step++) PhotoMetricDistortion.Apply(Photo, new(1, step, 0));
        Assert.Equal(before, Photo.Pixels.ToArray());
    }

    [Fact]
    public void Apply_ManySamples_ChangesMostAndKeepsSome()
    {
        int same = Enumerable.Range(0, 320)
            .Count(step => PhotoMetricDistortion.Apply(Photo, new(1, step, 0)).Pixels.SequenceEqual(Photo.Pixels));

        // Four coins must all fall on "leave it": one in 16.
        Assert.InRange(same, 6, 40);
    }

    [Fact]
    public void Apply_GrayPhoto_StaysGray() => Gen.Int[0, 10_000].Sample(step =>
    {
        var gray = new RgbImage(16, 1, [.. Enumerable.Range(0, 48).Select(i => (byte)(i / 3 * 17))]);
        var varied = PhotoMetricDistortion.Apply(gray, new(5, step, 0)).Pixels;
        for (int at = 0; at < varied.Length; at += 3) Assert.True(varied[at] == varied[at + 1] && varied[at] == varied[at + 2]);
    });
}
