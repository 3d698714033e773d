using MaskClip.Checkpoints;
using MaskClip.Testing;

namespace MaskClip.Evaluation.Tests.Corruptions;

/// <summary>Pixel by pixel beside numpy, scikit-image, OpenCV and Pillow (see <c>eng/corruption-reference.py</c>).</summary>
public sealed class ReferenceTests
{
    [Theory]
    [InlineData(Corruption.GaussianNoise, "gaussian_noise", 3)]
    [InlineData(Corruption.SpeckleNoise, "speckle_noise", 3)]
    [InlineData(Corruption.GaussianBlur, "gaussian_blur", 1, 2, 3, 4, 5)]
    [InlineData(Corruption.JpegCompression, "jpeg_compression", 1, 2, 3, 4, 5)]
    [InlineData(Corruption.Spatter, "spatter", 1, 2, 3, 4, 5)]
    public void Apply_IsThePythonsPicture(Corruption kind, string name, params int[] levels)
    {
        foreach (int level in levels) Assert.Equal(0, Differences(kind, name, level).Max());
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    public void Defocus_IsThePythonsPictureButForRounding(int level)
    {
        // OpenCV convolves large kernels by Fourier transform: a value that is nearly whole may be cut to the next lower one.
        int[] differences = Differences(Corruption.DefocusBlur, "defocus_blur", level);
        Assert.InRange(differences.Max(), 0, 1);
        Assert.InRange(differences.Sum(), 0, differences.Length / 500);
    }

    private static int[] Differences(Corruption kind, string name, int level)
    {
        using var reference = SafetensorsFile.Open(
            Path.Combine(SharedData.Repository, "tests", "MaskClip.Evaluation.Tests", "Corruptions", "reference.safetensors"));
        var photo = reference["photo"];
        var ours = PhotoCorruption.Apply(
            new RgbImage(photo.Shape[1], photo.Shape[0], photo.Bytes.ToArray()), kind, level, ulong.Parse(reference.Metadata["seed"]));
        return [.. ours.Pixels.ToArray().Zip(reference[$"{name}.{level}"].Bytes.ToArray(), (one, other) => Math.Abs(one - other))];
    }
}
