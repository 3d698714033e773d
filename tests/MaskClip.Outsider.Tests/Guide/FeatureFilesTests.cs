using System.Runtime.InteropServices;
using MaskClip.Annotations.Tensors;

namespace MaskClip.Outsider.Tests.Guide;

/// <summary>A photo's features as files that NumPy and safetensors read.</summary>
public class FeatureFilesTests
{
    [Theory]
    [InlineData("features.npy")]
    [InlineData("features.safetensors")]
    public void SaveFeatures_WritesEveryNumberBehindItsShape(string path)
    {
        using var segmenter = Segmenter.Load("world-clip");
        using var features = segmenter.Embed(RgbImage.Load("photo.jpg"));

        TensorFiles.SaveFeatures(features, path);

        var bytes = File.ReadAllBytes(path);
        float[] expected = features.Features.ToArray();
        int header = bytes.Length - sizeof(float) * expected.Length;
        var text = System.Text.Encoding.ASCII.GetString(bytes, 0, header);
        Assert.Equal(features.GridWidth * features.GridHeight * features.Size, expected.Length);
        Assert.Contains(
            path.EndsWith("npy", StringComparison.Ordinal)
                ? $"'descr': '<f4', 'fortran_order': False, 'shape': ({features.GridHeight}, {features.GridWidth}, {features.Size})"
                : $"\"features\":{{\"dtype\":\"F32\",\"shape\":[{features.GridHeight},{features.GridWidth},{features.Size}]",
            text);
        Assert.Equal(expected, MemoryMarshal.Cast<byte, float>(bytes.AsSpan(header)).ToArray());
    }

    [Fact]
    public void SaveFeatures_AnotherEnding_IsRefusedByName()
    {
        using var segmenter = Segmenter.Load("world-clip");
        using var features = segmenter.Embed(RgbImage.Load("photo.jpg"));

        Assert.Contains("'.bin'", Assert.Throws<ArgumentException>(() => TensorFiles.SaveFeatures(features, "features.bin")).Message);
    }
}
