using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A chair: wooden from an angle, with a solid or a barred back, or an armchair.</summary>
internal sealed class Chair : Thing
{
    private static readonly Pose Solid = new("", 0.8f, 1.05f);
    private static readonly Pose Barred = new("", 0.8f, 1.05f);
    private static readonly Pose Armchair = new("", 1.05f, 0.95f);

    public override string Name => "chair";

    public override Places Places => Places.Room;

    public override float Size => 0.40f;

    public override int Weight => 7;

    public override IReadOnlyList<Pose> Poses { get; } = [Solid, Barred, Armchair];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Brown, Brown, Red, Blue, Green, White, Black, Yellow];

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        if (pose == Armchair) DrawArmchair(p, dice);
        else DrawWooden(p, pose == Solid, dice);
    }

    private static void DrawWooden(Pad p, bool solid, Dice dice)
    {
        float leg = dice.Between(0.085f, 0.11f), seat = -0.46f, top = dice.Between(-1.04f, -0.94f),
            far = p.Dress.Pattern == Pattern.Plain ? 72 : 66;
        var shaded = p.Color.Shade((int)far);
        p.Limb(-0.10f, seat, leg, -0.12f, -0.13f, leg * 0.8f).Limb(0.33f, seat + 0.02f, leg, 0.36f, -0.10f, leg * 0.8f).Fill(shaded);
        p.Limb(-0.30f, seat, leg, -0.33f, top + 0.05f, leg).Limb(0.04f, seat - 0.05f, leg, 0.03f, top, leg).Coat();
        if (solid) p.Polygon(-0.33f, top + 0.04f, 0.03f, top - 0.02f, 0.04f, seat - 0.08f, -0.30f, seat - 0.02f).Coat();
        else
        {
            p.Line(0.10f, -0.32f, top + 0.07f, 0.02f, top + 0.02f).Coat();
            for (int i = 0; i < 3; i++) p.Line(0.05f, -0.24f + 0.09f * i, top + 0.08f, -0.22f + 0.09f * i, seat);
            p.Coat();
        }

        p.Polygon(-0.34f, seat + 0.02f, 0.04f, seat - 0.07f, 0.40f, seat + 0.0f, 0.12f, seat + 0.13f).Coat();
        p.Polygon(-0.34f, seat + 0.02f, 0.12f, seat + 0.13f, 0.40f, seat, 0.40f, seat + 0.06f, 0.12f, seat + 0.20f, -0.34f, seat + 0.08f)
            .Fill(shaded);
        p.Limb(-0.30f, seat + 0.06f, leg, -0.33f, -0.05f, leg * 0.8f).Limb(0.12f, seat + 0.14f, leg, 0.14f, -0.04f, leg * 0.8f).Coat();
    }

    private static void DrawArmchair(Pad p, Dice dice)
    {
        float top = dice.Between(-0.94f, -0.84f);
        var dark = p.Color.Brightness() < 50 ? p.Color.Shade(130) : p.Color.Shade(70);
        p.Box(-0.38f, -0.10f, 0.08f, 0.10f).Box(0.30f, -0.10f, 0.08f, 0.10f).Fill(new SKColor(84, 56, 36));
        p.Box(-0.36f, top, 0.72f, 0.70f, 0.16f).Coat();
        p.Box(-0.40f, -0.42f, 0.80f, 0.35f, 0.06f).Coat();
        p.Box(-0.32f, -0.50f, 0.64f, 0.17f, 0.07f).Coat();
        p.Box(-0.30f, -0.34f, 0.60f, 0.03f, 0.01f).Mark(dark);
        p.Box(-0.50f, -0.60f, 0.2f, 0.54f, 0.09f).Box(0.30f, -0.60f, 0.2f, 0.54f, 0.09f).Coat();
        p.Line(0.018f, -0.30f, -0.50f, -0.30f, -0.08f).Line(0.018f, 0.30f, -0.50f, 0.30f, -0.08f).Mark(dark);
    }
}
