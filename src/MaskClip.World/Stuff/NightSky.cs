using System.Numerics;
using MaskClip.World.Drawing;

namespace MaskClip.World.Stuff;

/// <summary>The sky by night: nearly black, with stars.</summary>
internal sealed class NightSky : Surface
{
    private const float Cell = 1 / 22f;

    private readonly Vector3 high;
    private readonly Vector3 low;
    private readonly float stars;
    private readonly int seed;

    public NightSky(View view, Dice dice)
        : base(view, dice)
    {
        (high, low) = dice.Below(4) switch
        {
            0 => (new Vector3(10, 12, 30), new Vector3(36, 44, 86)),
            1 => (new Vector3(8, 8, 14), new Vector3(30, 32, 44)),
            2 => (new Vector3(22, 12, 42), new Vector3(66, 40, 92)),
            _ => (new Vector3(8, 18, 40), new Vector3(24, 60, 92)),
        };
        (high, low) = (Vary(high, dice), Vary(low, dice));
        stars = dice.Between(0.15f, 0.6f);
        Word = stars > 0.4f ? "starry" : "dark";
        seed = dice.Below(1 << 20);
    }

    public override Vector3 At(float x, float y, int column, int row)
    {
        var sky = Mix(high, low, Math.Clamp(y / Math.Max(View.Horizon, 0.4f), 0, 1)) * (0.85f + 0.3f * Noise(x, y, 0.8f));
        int cellX = (int)(x / Cell), cellY = (int)(y / Cell);
        float chance = HashNoise.At(cellX, cellY, seed);
        if (chance > stars) return sky;
        float size = 0.0035f + 0.0055f * HashNoise.At(cellX, cellY, seed + 1);
        float right = x - (cellX + 0.2f + 0.6f * HashNoise.At(cellX, cellY, seed + 2)) * Cell,
            down = y - (cellY + 0.2f + 0.6f * HashNoise.At(cellX, cellY, seed + 3)) * Cell;
        float shine = 1 - (right * right + down * down) / (size * size);
        return shine <= 0 ? sky : Mix(sky, new Vector3(255, 250, 230), Math.Min(1, 1.4f * shine));
    }
}
