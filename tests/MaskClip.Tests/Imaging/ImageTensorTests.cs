using MaskClip.Imaging;

namespace MaskClip.Tests.Imaging;

public class ImageTensorTests
{
    [Fact]
    public void Normalise_TwoPixels_WritesPlanes()
    {
        var values = new float[6];
        ImageTensor.Normalise(new RgbImage(2, 1, [0, 255, 51, 255, 0, 102]), [0.5f, 0.25f, 0f], [0.5f, 0.25f, 2f], values);
        float[] expected = [-1f, 1f, 3f, -1f, 0.1f, 0.2f];
        Assert.All(expected.Zip(values), pair => Assert.Equal(pair.First, pair.Second, 1e-6f));
    }

    [Fact]
    public void Normalise_WrongRoom_Throws()
    {
        var image = new RgbImage(1, 1, [1, 2, 3]);
        Assert.Throws<ArgumentException>(() => ImageTensor.Normalise(image, [0, 0, 0], [1, 1, 1], new float[4]));
        Assert.Throws<ArgumentException>(() => ImageTensor.Normalise(image, [0, 0], [1, 1, 1], new float[3]));
    }
}
