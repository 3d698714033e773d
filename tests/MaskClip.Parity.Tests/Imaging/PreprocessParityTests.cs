using System.Runtime.InteropServices;
using System.Text.Json;
using MaskClip.Imaging;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Imaging;

/// <summary>openai/CLIP's <c>_transform</c>: short side to n, center crop, normalize.</summary>
public class PreprocessParityTests
{
    [Theory]
    [InlineData(64)]
    [InlineData(224)]
    public void ResizeCropNormalize_GoldenPhoto_EqualsClipsTransform(int n)
    {
        var photo = RgbImage.Load(SharedData.Path("golden", "photo.png"));
        var (width, height) = photo.Width < photo.Height ? (n, n * photo.Height / photo.Width) : (n * photo.Width / photo.Height, n);
        var resized = photo.Resize(width, height);
        var square = resized.Crop(new PixelBox((int)Math.Round((width - n) / 2.0), (int)Math.Round((height - n) / 2.0), n, n));
        var actual = new float[3 * n * n];
        ImageTensor.Normalize(square, [0.48145466f, 0.4578275f, 0.40821073f], [0.26862954f, 0.26130258f, 0.27577711f], actual);

        var expected = ReadPixels(SharedData.Path("golden", $"preprocess{n}.safetensors"));
        Assert.Equal(expected.Length, actual.Length);
        Assert.InRange(expected.Zip(actual, (e, a) => Math.Abs(e - a)).Max(), 0, 1e-5);
    }

    private static float[] ReadPixels(string path)
    {
        var bytes = File.ReadAllBytes(path);
        int header = (int)BitConverter.ToInt64(bytes);
        var tensor = JsonDocument.Parse(bytes.AsMemory(8, header)).RootElement.GetProperty("pixels");
        Assert.Equal("F32", tensor.GetProperty("dtype").GetString());
        int from = tensor.GetProperty("data_offsets")[0].GetInt32(), to = tensor.GetProperty("data_offsets")[1].GetInt32();
        return MemoryMarshal.Cast<byte, float>(bytes.AsSpan(8 + header)[from..to]).ToArray();
    }
}
