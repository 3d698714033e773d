using System.Numerics;
using MaskClip.World.Drawing;

namespace MaskClip.World.Stuff;

/// <summary>A floor in perspective: boards, tiles or carpet.</summary>
internal sealed class Floor : Surface
{
    private readonly int kind;
    private readonly Vector3 color;
    private readonly Vector3 second;
    private readonly float size;
    private readonly int seed;

    public Floor(View view, Dice dice)
        : base(view, dice)
    {
        kind = dice.Below(4);
        seed = dice.Below(1 << 20);
        size = dice.Between(0.8f, 1.3f);
        if (kind < 2)
        {
            Word = "wooden";
            color = Vary(dice.Pick(new Vector3(176, 124, 76), new Vector3(140, 92, 56), new Vector3(206, 166, 116)), dice);
            second = color * 0.62f;
        }
        else if (kind == 2)
        {
            Word = "tiled";
            color = Vary(new Vector3(226, 222, 212), dice);
            second = dice.Pick(new Vector3(60, 60, 66), new Vector3(150, 70, 56), new Vector3(110, 130, 150), new Vector3(180, 172, 160));
        }
        else
        {
            Word = "carpeted";
            color = Vary(dice.Pick(new Vector3(140, 60, 60), new Vector3(84, 100, 140), new Vector3(120, 130, 96),
                new Vector3(150, 140, 130), new Vector3(110, 84, 120)), dice);
            second = color * 1.16f;
        }
    }

    public override Vector3 At(float x, float y, int column, int row)
    {
        float distance = View.Distance(y), across = (x - View.Width / 2) * distance * 0.5f / size, deep = 0.9f * distance / size;
        float grain = NoiseTile.Grain(column, row) - 0.5f, rough = GroundNoise(x, y, 0.7f) - 0.5f;
        if (kind == 2)
        {
            bool light = (((int)MathF.Floor(4 * across) + (int)MathF.Floor(4 * deep)) & 1) == 0;
            return (light ? color : second) + new Vector3(14 * rough + 5 * grain);
        }

        if (kind == 3) return Mix(color, second, 0.5f + rough) + new Vector3(30 * grain);
        float board = kind == 0 ? 5 * across : 5 * deep, along = kind == 0 ? deep : across;
        int plank = (int)MathF.Floor(board);
        float shift = HashNoise.At(plank, 1, seed), piece = MathF.Floor(1.4f * along + shift), within = board - plank;
        if (within < 0.08f) return second;
        float tone = 0.86f + 0.28f * HashNoise.At(plank, (int)piece, seed + 1);
        return color * tone + new Vector3(22 * rough + 8 * grain);
    }
}
