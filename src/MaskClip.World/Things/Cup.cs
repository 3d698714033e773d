using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A cup with a handle: a mug, or a teacup on its saucer.</summary>
internal sealed class Cup : Thing
{
    private static readonly Pose Mug = new("", 1.1f, 0.95f);
    private static readonly Pose Tea = new("", 1.35f, 0.8f);

    public override string Name => "cup";

    public override Places Places => Places.Table;

    public override float Size => 0.26f;

    public override int Weight => 9;

    public override IReadOnlyList<Pose> Poses { get; } = [Mug, Mug, Tea];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [White, Red, Blue, Yellow, Green, Pink];

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        var drink = dice.Pick(new SKColor(82, 50, 30), new SKColor(150, 92, 44), new SKColor(236, 230, 220));
        var inside = p.Color.Brightness() > 90 ? p.Color.Shade(66) : p.Color.Shade(140);
        if (pose == Mug)
        {
            float half = dice.Between(0.34f, 0.40f), top = dice.Between(-0.94f, -0.80f);
            p.Ring(half + 0.02f, top * 0.5f, 0.23f, 0.13f).Coat();
            p.Blob(-half, top, -half, top * 0.5f, -half * 0.94f, -0.06f, 0, 0, half * 0.94f, -0.06f, half, top * 0.5f, half, top, 0,
                top - 0.02f).Coat();
            Rim(p, half, top, inside, drink);
        }
        else
        {
            p.Oval(0, -0.08f, 0.62f, 0.09f).Coat();
            p.Oval(0, -0.10f, 0.46f, 0.05f).Mark(inside);
            p.Ring(0.43f, -0.46f, 0.17f, 0.09f).Coat();
            p.Blob(-0.44f, -0.72f, -0.40f, -0.36f, -0.22f, -0.10f, 0.22f, -0.10f, 0.40f, -0.36f, 0.44f, -0.72f, 0, -0.73f).Coat();
            Rim(p, 0.44f, -0.71f, inside, drink);
        }
    }

    private static void Rim(Pad p, float half, float top, SKColor inside, SKColor drink)
    {
        p.Oval(0, top, half * 1.01f, 0.10f).Fill(inside);
        p.Oval(0, top + 0.02f, half * 0.86f, 0.065f).Mark(drink);
    }
}
