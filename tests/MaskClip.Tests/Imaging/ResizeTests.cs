using System.Security.Cryptography;
using CsCheck;
using MaskClip.Imaging;

namespace MaskClip.Tests.Imaging;

public class ResizeTests
{
    private static readonly Gen<ResampleFilter> Filters = Gen.Enum<ResampleFilter>();

    [Fact]
    public void Resize_PlainPicture_StaysPlain() =>
        Gen.Select(Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 70], Gen.Int[1, 70], Filters, Gen.Byte)
            .Sample((w, h, w2, h2, filter, value) =>
        {
            var resized = TestPictures.Plain(w, h, value, value, 255).Resize(w2, h2, filter);
            return resized.Pixels.SequenceEqual(TestPictures.Plain(w2, h2, value, value, 255).Pixels);
        }, iter: 500);

    [Fact]
    public void Resize_SameSize_ChangesNothing() => Gen.Select(TestPictures.Any(20), Filters).Sample((image, filter) =>
        image.Resize(image.Width, image.Height, filter).Pixels.SequenceEqual(image.Pixels), iter: 200);

    [Fact]
    public void Resize_AnySize_AgreesWithThePlainFormula() =>
        Gen.Select(TestPictures.Any(24), Gen.Int[1, 40], Gen.Int[1, 40], Gen.Enum<ResampleFilter>().Where(f => f != ResampleFilter.Nearest))
            .Sample((image, width, height, filter) =>
                image.Resize(width, height, filter).Pixels.SequenceEqual(PlainResize(image, width, height, filter)), iter: 300);

    /// <summary>The kernels by their own formulas: what is left and right of one bright pixel, enlarged, is the kernel itself.</summary>
    [Theory]
    [InlineData(ResampleFilter.Bilinear)]
    [InlineData(ResampleFilter.Bicubic)]
    [InlineData(ResampleFilter.Lanczos)]
    public void Resize_OneBrightPixelEnlarged_ShowsTheKernel(ResampleFilter filter)
    {
        const int Width = 17, Factor = 4, Middle = 8, Gray = 100, Bright = 200;
        var pixels = Enumerable.Repeat((byte)Gray, 3 * Width).ToArray();
        pixels.AsSpan(3 * Middle, 3).Fill(Bright);

        var enlarged = new RgbImage(Width, 1, pixels).Resize(Width * Factor, 1, filter).Pixels;

        for (int x = Factor * (Middle - 3); x < Factor * (Middle + 4); x++)
        {
            double[] weights = [.. Enumerable.Range(0, Width).Select(one => Kernel(Math.Abs((x + 0.5) / Factor - (one + 0.5))))];
            Assert.Equal(Gray + (Bright - Gray) * weights[Middle] / weights.Sum(), enlarged[3 * x], 0.51);
        }

        double Kernel(double d) => filter switch
        {
            ResampleFilter.Bilinear => d < 1 ? 1 - d : 0,
            // Keys 1981, eq. 15, written out for a = -1/2.
            ResampleFilter.Bicubic when d < 1 => 1.5 * d * d * d - 2.5 * d * d + 1,
            ResampleFilter.Bicubic => d < 2 ? -0.5 * d * d * d + 2.5 * d * d - 4 * d + 2 : 0,
            _ => d < 3 ? Sine(d) * Sine(d / 3) : 0,
        };

        static double Sine(double t) => t == 0 ? 1 : Math.Sin(Math.PI * t) / (Math.PI * t);
    }

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, -1)]
    public void Resize_BadSize_Throws(int width, int height) =>
        Assert.Throws<ArgumentOutOfRangeException>(() => TestPictures.Plain(3, 3, 0, 0, 0).Resize(width, height));

    [Fact]
    public void Resize_UnknownFilter_NamesTheAllowedOnes()
    {
        var error = Assert.Throws<ArgumentOutOfRangeException>(() => TestPictures.Plain(3, 3, 0, 0, 0).Resize(2, 2, (ResampleFilter)9));
        Assert.Contains("Nearest, Bilinear, Bicubic or Lanczos", error.Message);
    }

    [Fact]
    public void NearestSampling_Labels_TakesThePixelUnderTheCenter()
    {
        byte[] labels = [1, 2, 3, 4, 5, 6, 7, 8, 9];
        Assert.Equal([5], NearestSampling.Resize<byte>(labels, 3, 3, 1, 1));
        Assert.Equal([1, 3, 7, 9], NearestSampling.Resize<byte>(labels, 3, 3, 2, 2));
        Assert.Equal([1, 1, 2, 2, 3, 3], NearestSampling.Resize<byte>(labels.AsSpan(0, 3), 3, 1, 6, 1));
    }

    [Fact]
    public void NearestSampling_WrongLength_Throws() =>
        Assert.Throws<ArgumentException>(() => NearestSampling.Resize<byte>(new byte[5], 2, 2, 1, 1));

    /// <summary>
    /// Checksums of what OpenCV 4.13 made of the same pictures (<c>cv2.resize</c>, <c>INTER_LINEAR</c>, 8 bits, three channels).
    /// </summary>
    [Theory]
    [InlineData(50, 37, 68, 51, "33BFDCC9B7076C32")]
    [InlineData(64, 48, 32, 24, "B24D5EFD2CB4E8FD")]
    [InlineData(31, 78, 67, 104, "429F9ECE30CD1EFD")]
    [InlineData(90, 61, 29, 20, "57BBF77A7189D096")]
    [InlineData(7, 5, 7, 9, "D04150A44460EFE8")]
    [InlineData(1, 1, 3, 2, "87A8EB77066CD127")]
    [InlineData(500, 375, 683, 512, "6B7DF21CDB282762")]
    public void OpenCvResize_AnySize_GivesTheBytesOfOpenCv(int width, int height, int newWidth, int newHeight, string checksum)
    {
        var pixels = new byte[3 * width * height];
        for (long i = 0; i < pixels.Length; i++) pixels[i] = (byte)((i * i * 31 + i * 7919) >> 3);

        var resized = OpenCvResampling.Resize(new RgbImage(width, height, pixels), newWidth, newHeight);

        Assert.Equal(checksum, Convert.ToHexString(SHA256.HashData(resized.Pixels))[..16]);
    }

    /// <summary>The same two passes without vectors or tricks.</summary>
    private static byte[] PlainResize(RgbImage image, int width, int height, ResampleFilter filter)
    {
        var columns = new ResamplingWeights(image.Width, width, filter);
        var rows = new ResamplingWeights(image.Height, height, filter);
        byte[] between = image.Data;
        if (width != image.Width)
        {
            between = new byte[3 * width * image.Height];
            for (int i = 0; i < between.Length; i++)
            {
                int c = i % 3, x = i / 3 % width, y = i / 3 / width;
                between[i] = Sum(columns, x, k => image.Data[3 * (y * image.Width + k) + c]);
            }
        }

        if (height == image.Height) return between;
        var to = new byte[3 * width * height];
        for (int i = 0; i < to.Length; i++) to[i] = Sum(rows, i / (3 * width), k => between[3 * width * k + i % (3 * width)]);
        return to;
    }

    private static byte Sum(ResamplingWeights weights, int at, Func<int, byte> value)
    {
        long sum = 1 << 21;
        for (int k = 0; k < weights.Count[at]; k++) sum += (long)weights.Weights[at * weights.Taps + k] * value(weights.First[at] + k);
        return (byte)Math.Clamp(sum >> 22, 0, 255);
    }
}
