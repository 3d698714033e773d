using MaskClip.Imaging;
using MaskClip.World;

namespace MaskClip.Benchmarks;

/// <summary>Photos that benchmarks draw themselves: pieces of the sample postcard, hardly two alike.</summary>
internal sealed class DrawnPhotos(int width, int height)
{
    private const int Across = 140, Down = 70;

    private readonly RgbImage postcard = SamplePostcard.Draw(width + Across, height + Down);

    /// <summary>One of them.</summary>
    public RgbImage Draw(int number) => postcard.Crop(new PixelBox(number % Across, number % Down, width, height));

    /// <summary>Writes some as JPEG files into a folder; gives their paths.</summary>
    public string[] Write(string folder, int first, int count)
    {
        Directory.CreateDirectory(folder);
        return [.. Enumerable.Range(first, count).Select(number =>
        {
            var path = Path.Combine(folder, $"{number:0000}.jpg");
            File.WriteAllBytes(path, ImageCodec.EncodeJpeg(Draw(number), 90));
            return path;
        })];
    }
}
