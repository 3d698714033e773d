using SkiaSharp;

namespace MaskClip.World.Drawing;

/// <summary>The color and pattern that a thing is known by.</summary>
internal sealed class Coat : IDisposable
{
    private const int TileSize = 32;

    private readonly Lazy<SKShader> shader;

    /// <summary>Mixes a coat: a shade of the named color, and for patterns a second one that nobody would call by another name.</summary>
    public Coat(ColorName name, Pattern pattern, Dice dice)
    {
        Name = name;
        Pattern = pattern;
        Base = Colors.Of(name, dice);
        Second = SecondColor(dice);
        float scale = dice.Between(0.8f, 1.3f), angle = dice.Pick(0f, 0.25f, 0.25f, 0.125f);
        ulong spots = (ulong)dice.Below(1 << 30);
        shader = new Lazy<SKShader>(() => Pattern switch
        {
            Pattern.Striped => Stripes(0.20f * scale, angle),
            Pattern.Checked => Checks(0.12f * scale),
            _ => Spots(0.55f * scale, new Dice(spots)),
        });
    }

    /// <summary>What the color is called.</summary>
    public ColorName Name { get; }

    /// <summary>What is on it.</summary>
    public Pattern Pattern { get; }

    /// <summary>The color.</summary>
    public SKColor Base { get; }

    /// <summary>The pattern's color: white, black, or the same color much lighter or darker.</summary>
    public SKColor Second { get; }

    /// <summary>What fills a part, in the thing's own units; none for a plain coat.</summary>
    public SKShader? Shader => Pattern == Pattern.Plain ? null : shader.Value;

    /// <inheritdoc/>
    public void Dispose()
    {
        if (shader.IsValueCreated) shader.Value.Dispose();
    }

    private SKColor SecondColor(Dice dice) => Name switch
    {
        ColorName.White => new SKColor(40, 40, 44).Towards(SKColors.White, dice.Below(30)),
        ColorName.Black => new SKColor(236, 236, 232),
        ColorName.Grey => dice.Chance(0.5f) ? SKColors.White.Shade(96) : new SKColor(52, 52, 56),
        ColorName.Yellow or ColorName.Pink or ColorName.Orange => dice.Chance(0.5f) ? SKColors.White : Base.Shade(52),
        _ => dice.Chance(0.6f) ? Base.Towards(SKColors.White, 85) : Base.Shade(42),
    };

    private SKShader Stripes(float period, float angle)
    {
        var end = new SKPoint(period * Turns.Cos(angle), period * Turns.Sin(angle));
        return SKShader.CreateLinearGradient(default, end, [Base, Base, Second, Second], [0, 0.62f, 0.62f, 1], SKShaderTileMode.Repeat);
    }

    private SKShader Checks(float side)
    {
        using var tile = new SKBitmap(new SKImageInfo(2, 2, SKColorType.Rgba8888, SKAlphaType.Opaque));
        var mixed = Base.Towards(Second, 45);
        tile.Pixels = [Base, mixed, mixed, Name is ColorName.White or ColorName.Black ? Base : Second];
        return Tile(tile, side, SKFilterMode.Nearest);
    }

    private SKShader Spots(float size, Dice dice)
    {
        var pixels = new SKColor[TileSize * TileSize];
        Array.Fill(pixels, Base);
        for (int spot = 0; spot < 5; spot++)
        {
            int x = dice.Below(TileSize), y = dice.Below(TileSize), radius = 4 + dice.Below(4);
            for (int at = 0; at < pixels.Length; at++)
            {
                int right = Around(at % TileSize - x), down = Around(at / TileSize - y);
                if (right * right + down * down <= radius * radius) pixels[at] = Second;
            }
        }

        using var tile = new SKBitmap(new SKImageInfo(TileSize, TileSize, SKColorType.Rgba8888, SKAlphaType.Opaque));
        tile.Pixels = pixels;
        return Tile(tile, size / TileSize, SKFilterMode.Linear);
    }

    /// <summary>The shorter way around the tile.</summary>
    private static int Around(int distance) => Math.Min(Math.Abs(distance), TileSize - Math.Abs(distance));

    private static SKShader Tile(SKBitmap tile, float unitsPerPixel, SKFilterMode filter)
    {
        using var image = SKImage.FromBitmap(tile);
        var scale = SKMatrix.CreateScale(unitsPerPixel, unitsPerPixel);
        return SKShader.CreateImage(image, SKShaderTileMode.Repeat, SKShaderTileMode.Repeat, new SKSamplingOptions(filter), scale);
    }
}
