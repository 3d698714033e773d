using SkiaSharp;

namespace MaskClip.World.Drawing;

/// <summary>A square of noise without seams, made once: several times cheaper to ask than <see cref="HashNoise"/> for each pixel.</summary>
internal static class NoiseTile
{
    /// <summary>The square's side.</summary>
    public const int Size = 256;

    private static readonly float[] Values = MakeSmooth();
    private static readonly Lazy<SKShader> Rough = new(MakeShader);

    /// <summary>Black of varying opacity, three texture pixels to a hundredth of a thing.</summary>
    public static SKShader Shader => Rough.Value;

    /// <summary>Clouds with detail down to single points, 0..1, repeating every <see cref="Size"/>; blended between points.</summary>
    public static float Smooth(float x, float y)
    {
        float left = MathF.Floor(x), top = MathF.Floor(y), across = x - left, down = y - top;
        int column = (int)left & Size - 1, row = ((int)top & Size - 1) * Size, next = column + 1 & Size - 1,
            below = row + Size & Size * Size - 1;
        float upper = Values[row + column] + (Values[row + next] - Values[row + column]) * across;
        float lower = Values[below + column] + (Values[below + next] - Values[below + column]) * across;
        return upper + (lower - upper) * down;
    }

    /// <summary>A number 0..1 for each point, unlike its neighbors'.</summary>
    public static float Grain(int x, int y) => (GrainHash(x, y) & 0xFF) / 256f;

    private static uint GrainHash(int x, int y)
    {
        uint hash = (uint)x * 374761393u + (uint)y * 668265263u;
        hash = (hash ^ hash >> 13) * 1274126177u;
        return hash ^ hash >> 16;
    }

    private static float[] MakeSmooth()
    {
        var values = new float[Size * Size];
        float weight = 0.5f;
        for (int cell = 32; cell >= 1; cell /= 2)
        {
            int cells = Size / cell;
            for (int y = 0; y < Size; y++)
            {
                for (int x = 0; x < Size; x++) values[y * Size + x] += weight * Cell(x, y, cell, cells);
            }

            weight *= 0.56f;
        }

        float low = values.Min(), high = values.Max();
        for (int i = 0; i < values.Length; i++) values[i] = (values[i] - low) / (high - low);
        return values;
    }

    private static float Cell(int x, int y, int cell, int cells)
    {
        int column = x / cell, row = y / cell;
        float across = HashNoise.Step(0, 1, (float)(x % cell) / cell), down = HashNoise.Step(0, 1, (float)(y % cell) / cell);
        float upper = HashNoise.Mix(At(column, row), At(column + 1, row), across);
        return HashNoise.Mix(upper, HashNoise.Mix(At(column, row + 1), At(column + 1, row + 1), across), down);

        float At(int i, int j) => HashNoise.At(i % cells, j % cells, 7000 + cell);
    }

    private static SKShader MakeShader()
    {
        const int Side = 64;
        using var tile = new SKBitmap(new SKImageInfo(Side, Side, SKColorType.Rgba8888, SKAlphaType.Premul));
        var pixels = new SKColor[Side * Side];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = new SKColor(0, 0, 0, (byte)(255 * HashNoise.At(i % Side, i / Side, 7100)));
        tile.Pixels = pixels;
        using var image = SKImage.FromBitmap(tile);
        return SKShader.CreateImage(image, SKShaderTileMode.Repeat, SKShaderTileMode.Repeat, new SKSamplingOptions(SKFilterMode.Linear),
            SKMatrix.CreateScale(1 / 48f, 1 / 48f));
    }
}
