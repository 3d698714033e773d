
using MaskClip.Quantization;
using MaskClip.World;

namespace MaskClip.Tests.Clip.Quantization;

public class CalibrationPhotosTests
{
    [Fact]
    public void Drawn_FirstView_IsThePostcardsLeftSquarePixelByPixel()
    {
        var postcard = SamplePostcard.Draw(960, 672);

        var first = CalibrationPhotos.Drawn(672).Photos[0];

        Assert.Equal(postcard.Crop(new PixelBox(0, 0, 672, 672)).Pixels, first.Pixels);
    }
}
