using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Clip;

/// <summary>
/// ResNets at sizes that no stride divides: nothing is padded and every pool leaves out the rest, as in released MaskCLIP.
/// </summary>
public class OddSizesTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    [Theory]
    [InlineData("rn.100x150", 3, 4)]
    [InlineData("rn.97x131", 3, 4)]
    [InlineData("rn.171x128", 5, 4)]
    public void Encode_SidesThatNoStrideDivides_AreTheOriginals(string set, int rows, int columns)
    {
        using var golden = Checkpoint.Open(SharedData.Path("golden", "odd-sizes.safetensors"));
        using var model = ClipModel.Open(SharedData.Path("golden", "rn.safetensors"), new() { CacheFolder = home.Folder });
        using var encoder = model.CreateImageEncoder(DenseMethods.MaskClip, key: true, 32);
        var image = golden.Require($"{set}.image");

        var encoded = encoder.Encode(image.ToArray(), 1, image.Shape[2], image.Shape[3], TestContext.Current.CancellationToken);

        Assert.Equal((rows, columns), (encoded.Rows, encoded.Columns));
        var features = golden.Require($"{set}.features").ToArray();
        int size = features.Length / (rows * columns);
        Close.Within(1e-4, Planes(encoded.Features, size), features);
        Close.Within(1e-4, encoded.Key!, golden.Require($"{set}.key").ToArray());
    }

    /// <summary><c>[h·w, size]</c> to <c>[size, h, w]</c>.</summary>
    private static float[] Planes(float[] positions, int size) =>
        [.. Enumerable.Range(0, size).SelectMany(d => Enumerable.Range(0, positions.Length / size).Select(i => positions[i * size + d]))];
}
