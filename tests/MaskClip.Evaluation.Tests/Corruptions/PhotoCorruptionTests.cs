using CsCheck;
using MaskClip.Testing;
using MaskClip.World;

namespace MaskClip.Evaluation.Tests.Corruptions;

public sealed class PhotoCorruptionTests
{
    private static readonly RgbImage Postcard = SamplePostcard.Draw(160, 112);

    public static TheoryData<Corruption> Kinds => [.. Enum.GetValues<Corruption>()];

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_HigherLevel_IsFartherFromThePhoto(Corruption kind) => AssertFalls(kind, Postcard);

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_RealPhotos_HigherLevelIsFarther(Corruption kind)
    {
        foreach (var name in new[] { "2007_000033", "2007_000332" })
            AssertFalls(kind, RgbImage.Load(SharedData.Path("data", "voc2012-val", "images", $"{name}.jpg")));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_SameSeed_IsTheSamePicture_AndThePhotoStays(Corruption kind)
    {
        byte[] before = Postcard.Pixels.ToArray();

        var picture = PhotoCorruption.Apply(Postcard, kind, 3, 42);

        Assert.True(picture.Pixels.SequenceEqual(PhotoCorruption.Apply(Postcard, kind, 3, 42).Pixels));
        Assert.True(Postcard.Pixels.SequenceEqual(before));
        bool isRandom = kind is not (Corruption.GaussianBlur or Corruption.DefocusBlur or Corruption.JpegCompression);
        Assert.Equal(isRandom, !picture.Pixels.SequenceEqual(PhotoCorruption.Apply(Postcard, kind, 3, 43).Pixels));
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public void Apply_AnySize_KeepsIt(Corruption kind) => Gen.Select(Gen.Int[1, 25], Gen.Int[1, 25], Gen.Int[1, 5], Gen.ULong).Sample(
        (width, height, level, seed) =>
        {
            var photo = new RgbImage(width, height, [.. Enumerable.Range(0, 3 * width * height).Select(i => (byte)(i * 37))]);
            var picture = PhotoCorruption.Apply(photo, kind, level, seed);
            Assert.Equal((width, height), (picture.Width, picture.Height));
        },
        iter: 30);

    [Theory]
    [InlineData(0)]
    [InlineData(6)]
    public void Apply_NoSuchLevel_IsRefused(int level) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PhotoCorruption.Apply(Postcard, Corruption.Spatter, level, 0));

    [Fact]
    public void Apply_NoSuchKind_IsRefused() =>
        Assert.Throws<ArgumentOutOfRangeException>(() => PhotoCorruption.Apply(Postcard, (Corruption)99, 1, 0));

    [Theory]
    [InlineData(1, 60)]
    [InlineData(3, 12)]
    [InlineData(5, 3)]
    public void ShotNoise_HasThePhotonsMeanAndVariance(int level, double photons)
    {
        // A quarter of the photons on average, with a variance as large: dark enough that few are cut off at white.
        var (mean, variance) = Moments(Gray(64), Corruption.ShotNoise, level);
        double share = 64 / 255.0;
        Assert.Equal(share, mean, 2);
        Assert.Equal(1, variance / (share / photons), 0.08);
    }

    [Theory]
    [InlineData(1, 0.08)]
    [InlineData(2, 0.12)]
    public void GaussianNoise_HasItsDeviation(int level, double deviation)
    {
        var (mean, variance) = Moments(Gray(128), Corruption.GaussianNoise, level);
        Assert.Equal(0.5, mean, 2);
        Assert.Equal(1, Math.Sqrt(variance) / deviation, 0.02);
    }

    [Theory]
    [InlineData(1, 0.15)]
    [InlineData(2, 0.2)]
    public void SpeckleNoise_DeviatesInProportion(int level, double deviation)
    {
        var (mean, variance) = Moments(Gray(100), Corruption.SpeckleNoise, level);
        Assert.Equal(100 / 255.0, mean, 2);
        Assert.Equal(1, Math.Sqrt(variance) / (deviation * 100 / 255.0), 0.02);
        Assert.True(PhotoCorruption.Apply(Gray(0), Corruption.SpeckleNoise, 5, 1).Pixels.SequenceEqual(Gray(0).Pixels));
    }

    [Theory]
    [InlineData(1, 0.03)]
    [InlineData(3, 0.09)]
    [InlineData(5, 0.27)]
    public void ImpulseNoise_IsSaltAndPepperInEqualShares(int level, double share)
    {
        var pixels = PhotoCorruption.Apply(Gray(100), Corruption.ImpulseNoise, level, 1).Pixels.ToArray();

        Assert.Equal(1, pixels.Count(value => value == 0) / (pixels.Length * share / 2), 0.06);
        Assert.Equal(1, pixels.Count(value => value == 255) / (pixels.Length * share / 2), 0.06);
        Assert.Equal(-1, Array.FindIndex(pixels, value => value is not (0 or 100 or 255)));
    }

    [Theory]
    [InlineData(Corruption.GaussianBlur)]
    [InlineData(Corruption.DefocusBlur)]
    public void Blurs_OfOneColor_ChangeNothingButTheLastBit(Corruption kind)
    {
        for (int level = 1; level <= 5; level++)
        {
            // The disk's weights near its square's edge do not add up to 1 exactly: OpenCV's do not either.
            Assert.Equal(-1, PhotoCorruption.Apply(Gray(100), kind, level, 0).Pixels.IndexOfAnyExceptInRange((byte)99, (byte)101));
        }
    }

    [Fact]
    public void Spatter_Mud_CoversWithBrownAndLeavesTheRest()
    {
        var pixels = PhotoCorruption.Apply(Gray(200), Corruption.Spatter, 4, 3).Pixels.ToArray();

        int covered = 0;
        for (int i = 0; i < pixels.Length; i += 3)
        {
            if (pixels[i] >= 199) continue;
            covered++;
            Assert.True(pixels[i] > pixels[i + 1] && pixels[i + 1] > pixels[i + 2]);
        }

        Assert.InRange(covered, 1, pixels.Length / 3 - 1);
    }

    private static void AssertFalls(Corruption kind, RgbImage photo)
    {
        double[] levels =
        [
            .. Enumerable.Range(1, PhotoCorruption.MaxLevel)
                .Select(level => SignalToNoise(photo, PhotoCorruption.Apply(photo, kind, level, 5))),
        ];
        for (int i = 1; i < levels.Length; i++)
        {
            Assert.True(
                levels[i] < levels[i - 1],
                $"{kind}: PSNR by level is {string.Join(", ", levels.Select(level => level.ToString("0.00")))}.");
        }
        Assert.InRange(levels[0], 15, 45);
        Assert.InRange(levels[^1], 5, 35);
    }

    private static double SignalToNoise(RgbImage photo, RgbImage picture)
    {
        double sum = 0;
        for (int i = 0; i < photo.Pixels.Length; i++) sum += Math.Pow(photo.Pixels[i] - picture.Pixels[i], 2);
        return 10 * Math.Log10(255.0 * 255 * photo.Pixels.Length / sum);
    }

    private static RgbImage Gray(byte value) => new(160, 120, [.. Enumerable.Repeat(value, 3 * 160 * 120)]);

    private static (double Mean, double Variance) Moments(RgbImage photo, Corruption kind, int level)
    {
        // Values are cut down to whole 255ths: half of one is lost on average.
        double[] shares = [.. PhotoCorruption.Apply(photo, kind, level, 1).Pixels.ToArray().Select(value => (value + 0.5) / 255)];
        double mean = shares.Average();
        return (mean, shares.Average(share => (share - mean) * (share - mean)));
    }
}
