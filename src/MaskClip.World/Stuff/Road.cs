using System.Numerics;
using MaskClip.World.Drawing;

namespace MaskClip.World.Stuff;

/// <summary>A road, light or dark, with its painted lines.</summary>
internal sealed class Road : Surface
{
    private readonly RoadBed bed;
    private readonly Vector3 asphalt;
    private readonly Vector3 paint;
    private readonly float kerb;
    private readonly float dashes;
    private readonly float rough;

    public Road(View view, Dice dice, RoadBed bed)
        : base(view, dice)
    {
        this.bed = bed;
        asphalt = Vary(dice.Pick(new Vector3(96, 98, 104), new Vector3(70, 72, 78), new Vector3(126, 124, 122)), dice);
        paint = dice.Pick(new Vector3(238, 238, 232), new Vector3(238, 238, 232), new Vector3(240, 196, 60));
        kerb = dice.Chance(0.6f) ? 0.06f : 0;
        dashes = dice.Chance(0.85f) ? dice.Between(2.2f, 3.6f) : 0;
        rough = dice.Between(14, 34);
    }

    public override Vector3 At(float x, float y, int column, int row)
    {
        float grain = rough * (NoiseTile.Grain(column, row) - 0.5f) + 30 * (GroundNoise(x, y, 0.6f) - 0.5f);
        var color = asphalt + new Vector3(grain);
        var (across, along) = bed.At(x, y, View);
        if (float.IsNaN(across)) return color;
        float edge = 1 - MathF.Abs(across);
        if (edge < kerb) return Mix(color, new Vector3(186, 184, 178), 0.8f);
        if (edge > kerb + 0.06f && edge < kerb + 0.11f) return Mix(color, paint, 0.75f);
        bool dash = dashes > 0 && MathF.Abs(across) < 0.045f && along * dashes - MathF.Floor(along * dashes) < 0.55f;
        return dash ? Mix(color, paint, 0.85f) : color;
    }
}
