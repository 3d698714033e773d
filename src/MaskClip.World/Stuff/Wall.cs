using System.Numerics;
using MaskClip.World.Drawing;

namespace MaskClip.World.Stuff;

/// <summary>A wall: plaster, brick, stone, tiles, boards, or papered in stripes or dots.</summary>
internal sealed class Wall : Surface
{
    private static readonly Vector3[] Paints =
    [
        new(232, 222, 200), new(206, 218, 226), new(226, 206, 206), new(206, 222, 200), new(240, 232, 190), new(196, 190, 206),
            new(214, 214, 212),
        new(240, 238, 232), new(176, 200, 204), new(220, 190, 160),
    ];

    private readonly int kind;
    private readonly Vector3 color;
    private readonly Vector3 second;
    private readonly float size;
    private readonly int seed;

    public Wall(View view, Dice dice, bool outdoors)
        : base(view, dice)
    {
        kind = outdoors ? dice.Pick(1, 1, 2, 0) : dice.Below(7);
        seed = dice.Below(1 << 20);
        size = dice.Between(0.8f, 1.25f);
        color = Vary(dice.Pick<Vector3>(Paints), dice);
        second = dice.Chance(0.5f) ? color * 0.86f : Mix(color, new Vector3(255), 0.55f);
        if (kind == 1) (color, second) = (Vary(dice.Pick(new Vector3(168, 84, 62), new Vector3(150, 110, 90), new Vector3(186, 150, 110)),
            dice), new Vector3(206, 196, 182));
        if (kind == 2) (color, second) = (Vary(new Vector3(150, 148, 142), dice), new Vector3(104, 102, 98));
        if (kind == 4) (color, second) = (Vary(dice.Pick(new Vector3(170, 124, 82), new Vector3(204, 170, 126),
            new Vector3(190, 200, 190)), dice), new Vector3(96, 66, 44));
        Word = kind switch { 1 => "brick", 2 => "stone", 3 => "tiled", 4 => "wooden", 5 => "striped", 6 => "dotted", _ => "" };
    }

    public override Vector3 At(float x, float y, int column, int row)
    {
        float rough = Noise(x, y, 0.5f) - 0.5f;
        var plain = color + new Vector3(14 * rough + 6 * (NoiseTile.Grain(column, row) - 0.5f));
        return kind switch
        {
            1 => Laid(x, y, 0.11f * size, 0.048f * size, 0.009f, 0.26f, plain),
            2 => Laid(x, y, 0.17f * size, 0.10f * size, 0.012f, 0.30f, plain + new Vector3(50 * rough)),
            3 => Joint(x, 0.10f * size, 0.007f) || Joint(y, 0.10f * size, 0.007f) ? second : plain,
            4 => Joint(x, 0.11f * size, 0.008f) ? second
                : plain * (0.9f + 0.2f * HashNoise.At((int)(x / (0.11f * size)), 3,
                seed)) + new Vector3(26 * (Noise(x, 0.12f * y, 0.10f) - 0.5f)),
            5 => Joint(x, 0.13f * size, 0.06f * size) ? second + new Vector3(10 * rough) : plain,
            6 => Dot(x, y, 0.11f * size) ? second : plain,
            _ => plain + new Vector3(16 * rough),
        };
    }

    /// <summary>Rows of bricks or stones, each of its own tone, every second row moved by half.</summary>
    private Vector3 Laid(float x, float y, float width, float height, float joint, float variety, Vector3 plain)
    {
        int row = (int)MathF.Floor(y / height);
        float along = x + (row & 1) * width / 2;
        if (Joint(y, height, joint) || Joint(along, width, joint)) return second;
        return plain * (1 - variety / 2 + variety * HashNoise.At((int)MathF.Floor(along / width), row, seed));
    }

    private static bool Joint(float at, float period, float joint) => at - period * MathF.Floor(at / period) < joint;

    private static bool Dot(float x, float y, float period)
    {
        int row = (int)MathF.Floor(y / period);
        float across = x + (row & 1) * period / 2;
        float right = across - period * (MathF.Floor(across / period) + 0.5f), down = y - period * (row + 0.5f);
        return right * right + down * down < period * period * 0.05f;
    }
}
