using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A bird: flying, standing on two legs, or swimming.</summary>
internal sealed class Bird : Thing
{
    private static readonly SKColor Bill = new(240, 150, 40);
    private static readonly Pose Flying = new("flying", 1.5f, 1.15f, Places.Air);
    private static readonly Pose Standing = new("standing", 1.15f, 1, Places.Ground);
    private static readonly Pose Swimming = new("swimming", 1.2f, 0.85f, Places.Water);

    public override string Name => "bird";

    public override Places Places => Places.Country | Places.Beach | Places.Air | Places.Water | Places.Snow;

    public override float Size => 0.28f;

    public override int Weight => 2;

    public override IReadOnlyList<Pose> Poses { get; } = [Flying, Standing, Swimming];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Blue, Red, Yellow, Black, White, Brown, Green];

    public override float Tilt => 0.02f;

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad pad, Pose pose, Dice dice)
    {
        var bill = dice.Chance(0.75f) ? Bill : new SKColor(60, 56, 54);
        if (pose == Flying) DrawFlying(pad, bill, dice);
        else DrawPerched(pad, bill, pose == Swimming, dice);
    }

    private static void DrawFlying(Pad p, SKColor bill, Dice dice)
    {
        float lift = dice.Between(-1.12f, -0.86f), fold = dice.Between(-0.40f, -0.14f), y = -0.46f;
        p.Blob(-0.05f, y + 0.02f, -0.30f + fold * 0.4f, lift + 0.18f, -0.46f + fold, lift + 0.02f, -0.12f + fold * 0.3f, lift + 0.06f,
            0.22f, y - 0.06f).Fill(p.Color.Shade(64));
        p.Polygon(-0.36f, y, -0.78f, y - 0.10f, -0.72f, y + 0.03f, -0.78f, y + 0.14f, -0.34f, y + 0.10f).Fill(p.Color.Shade(76));
        p.Blob(-0.46f, y + 0.04f, -0.1f, y - 0.14f, 0.30f, y - 0.14f, 0.46f, y - 0.04f, 0.28f, y + 0.14f, -0.1f, y + 0.18f).Coat();
        p.Circle(0.44f, y - 0.10f, 0.15f).Coat();
        p.Polygon(0.56f, y - 0.15f, 0.76f, y - 0.08f, 0.56f, y - 0.04f).Fill(bill);
        p.Oval(0.06f, y + 0.09f, 0.24f, 0.06f).Mark(p.Color.Towards(SKColors.White, 60));
        p.Blob(-0.14f, y - 0.02f, -0.12f, y - 0.26f, 0.06f + fold * 0.5f, lift, 0.34f + fold * 0.3f, lift - 0.02f, 0.26f, y - 0.40f, 0.24f,
            y).Fill(p.Color.Shade(84));
        Eye(p, 0.48f, y - 0.13f);
    }

    private static void DrawPerched(Pad p, SKColor bill, bool swims, Dice dice)
    {
        float down = swims ? 0.22f : 0, neck = swims || dice.Chance(0.3f) ? dice.Between(0.04f, 0.16f) : 0, y = -0.44f + down;
        if (!swims)
        {
            p.Line(0.045f, -0.04f, -0.26f, -0.05f, -0.02f, 0.05f, -0.02f).Line(0.045f, 0.10f, -0.26f, 0.10f, -0.02f, 0.2f, -0.02f)
                .Fill(bill.Shade(84));
        }

        p.Polygon(-0.30f, y - 0.02f, -0.62f, y - (swims ? 0.16f : -0.10f), -0.52f, y + 0.12f, -0.24f, y + 0.14f).Fill(p.Color.Shade(70));
        p.Blob(-0.42f, y, -0.2f, y - 0.18f, 0.16f, y - 0.22f, 0.36f, y - 0.12f, 0.34f, y + 0.12f, 0.10f, y + 0.22f, -0.24f, y + 0.17f)
            .Coat();
        p.Limb(0.24f, y - 0.10f, 0.22f, 0.33f, y - 0.28f - neck, 0.19f).Coat();
        p.Circle(0.33f, y - 0.31f - neck, 0.17f).Coat();
        p.Oval(0.20f, y + 0.08f, 0.14f, 0.12f).Mark(p.Color.Towards(SKColors.White, 55));
        p.Blob(-0.36f, y + 0.02f, -0.12f, y - 0.12f, 0.12f, y - 0.08f, 0.12f, y + 0.08f, -0.10f, y + 0.11f)
            .Mark(p.Color.Brightness() < 50 ? p.Color.Shade(135) : p.Color.Shade(66));
        if (swims) p.Blob(0.46f, y - 0.37f - neck, 0.66f, y - 0.30f - neck, 0.70f, y - 0.25f - neck, 0.46f, y - 0.25f - neck).Fill(bill);
        else p.Polygon(0.47f, y - 0.37f - neck, 0.68f, y - 0.29f - neck, 0.47f, y - 0.24f - neck).Fill(bill);
        if (dice.Chance(0.25f))
        {
            p.Polygon(0.24f, y - 0.44f - neck, 0.18f, y - 0.58f - neck, 0.36f, y - 0.46f - neck)
                .Fill(p.Color.Shade(66));
        }

        Eye(p, 0.38f, y - 0.34f - neck);
    }

    private static void Eye(Pad p, float x, float y)
    {
        p.Circle(x, y, 0.042f).Mark(SKColors.White);
        p.Circle(x + 0.006f, y, 0.028f).Mark(SKColors.Black);
    }
}
