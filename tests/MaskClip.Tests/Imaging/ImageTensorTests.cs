using CsCheck;
using MaskClip.Imaging;

namespace MaskClip.Tests.Imaging;

public class ImageTensorTests
{
    [Fact]
    public void Normalize_TwoPixels_WritesPlanes()
    {
        var values = new float[6];
        ImageTensor.Normalize(new RgbImage(2, 1, [0, 255, 51, 255, 0, 102]), [0.5f, 0.25f, 0f], [0.5f, 0.25f, 2f], values);
        float[] expected = [-1f, 1f, 3f, -1f, 0.1f, 0.2f];
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void NormalizeWindow_AnyWindow_IsTheCroppedPictureWithZerosBehind() =>
        Gen.Select(TestPictures.Any(12), Gen.Int[0, 11], Gen.Int[0, 11], Gen.Int[1, 12], Gen.Int[1, 12], Gen.Bool)
            .Sample((image, x, y, width, height, mirrored) =>
        {
            x = Math.Min(x, image.Width - 1);
            y = Math.Min(y, image.Height - 1);
            var window = new PixelBox(x, y, Math.Min(width, image.Width - x), Math.Min(height, image.Height - y));
            float[] mean = [0.1f, 0.2f, 0.3f], std = [1, 2, 4], values = new float[3 * width * height];
            values.AsSpan().Fill(float.NaN);

            ImageTensor.NormalizeWindow(image, window, mirrored, width, height, mean, std, values);

            for (int i = 0; i < values.Length; i++)
            {
                int column = i % width, row = i / width % height, channel = i / (width * height);
                int from = mirrored ? image.Width - 1 - (window.X + column) : window.X + column;
                float expected = column < window.Width && row < window.Height
                    ? (image.Data[3 * ((window.Y + row) * image.Width + from) + channel] / 255f - mean[channel]) / std[channel]
                    : 0;
                Assert.Equal(expected, values[i]);
            }
        });

    [Fact]
    public void Normalize_WrongRoom_Throws()
    {
        var image = new RgbImage(1, 1, [1, 2, 3]);
        Assert.Throws<ArgumentException>(() => ImageTensor.Normalize(image, [0, 0, 0], [1, 1, 1], new float[4]));
        Assert.Throws<ArgumentException>(() => ImageTensor.Normalize(image, [0, 0], [1, 1, 1], new float[3]));
    }
}
