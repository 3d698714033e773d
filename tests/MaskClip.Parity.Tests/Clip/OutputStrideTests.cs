
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Clip;

/// <summary>A smaller output stride must equal evaluating every shift of the photo, away from the border.</summary>
public class OutputStrideTests(TemporaryHome home) : IClassFixture<TemporaryHome>
{
    private const int Side = 640;
    private const int Size = 64;

    [Theory]
    [InlineData(16)]
    [InlineData(8)]
    public void SmallerStride_InTheMiddle_EqualsEveryShiftOfThePhoto(int stride)
    {
        using var model = ClipModel.Open(SharedData.Path("golden", "rn.safetensors"), new() { CacheFolder = home.Folder });
        using var coarse = model.CreateImageEncoder(DenseMethods.MaskClip, key: false, 32);
        using var fine = model.CreateImageEncoder(DenseMethods.MaskClip, key: false, stride);
        var random = new Random(5);
        var photo = new float[3 * Side * Side];
        foreach (ref var value in photo.AsSpan()) value = (float)(random.NextDouble() * 4 - 2);

        var woven = fine.Encode(photo, 1, Side, Side);
        int steps = 32 / stride, middle = Side / 32 / 2;
        Assert.Equal(Side / stride, woven.Rows);
        for (int dy = 0; dy < steps; dy++)
        {
            for (int dx = 0; dx < steps; dx++)
            {
                var shifted = coarse.Encode(Shifted(photo, dy * stride, dx * stride), 1, Side, Side);
                for (int row = middle - 1; row <= middle; row++)
                {
                    for (int column = middle - 1; column <= middle; column++)
                    {
                        int whole = row * shifted.Columns + column, part = (row * steps + dy) * woven.Columns + column * steps + dx;
                        Close.Within(1e-4, shifted.Features.AsSpan(whole * Size, Size), woven.Features.AsSpan(part * Size, Size));
                    }
                }
            }
        }
    }

    /// <summary>The photo moved up and to the left, so that what was at (down, right) comes to the corner.</summary>
    private static float[] Shifted(float[] photo, int down, int right)
    {
        var result = new float[photo.Length];
        for (int plane = 0; plane < 3; plane++)
        {
            for (int y = 0; y + down < Side; y++)
            {
                photo.AsSpan(plane * Side * Side + (y + down) * Side + right, Side - right)
                    .CopyTo(result.AsSpan(plane * Side * Side + y * Side));
            }
        }

        return result;
    }
}
