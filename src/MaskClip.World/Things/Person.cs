using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A person in clothes of the coat's color, standing, walking, running, waving or sitting.</summary>
internal sealed class Person : Thing
{
    private static readonly Pose Standing = new("standing", 0.5f, 1);
    private static readonly Pose Walking = new("walking", 0.62f, 1);
    private static readonly Pose Running = new("running", 0.85f, 1);
    private static readonly Pose Waving = new("waving", 0.68f, 1.04f);

    private static readonly SKColor[] Skins = [new(250, 216, 184), new(232, 184, 142), new(196, 138, 96), new(136, 88, 58),
        new(92, 60, 42)];
    private static readonly SKColor[] Hairs = [new(40, 30, 26), new(94, 60, 34), new(206, 160, 82), new(168, 76, 36), new(150, 150, 152)];
    private static readonly SKColor[] Trousers = [new(46, 62, 104), new(60, 58, 62), new(112, 84, 58), new(170, 160, 140), new(36, 40, 44)];

    public override string Name => "person";

    public override Places Places => Places.Ground;

    public override float Size => 0.48f;

    public override int Weight => 3;

    public override IReadOnlyList<Pose> Poses { get; } = [Standing, Standing, Walking, Walking, Running, Waving];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Red, Blue, Green, Yellow, White, Purple, Orange, Pink, Black];

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        SKColor skin = dice.Pick<SKColor>(Skins), hair = dice.Pick<SKColor>(Hairs), legs = dice.Pick<SKColor>(Trousers);
        bool dress = dice.Chance(0.3f);
        float stride = pose == Walking ? dice.Between(0.08f, 0.13f) : pose == Running ? dice.Between(0.17f, 0.22f) : 0.02f,
            broad = dice.Between(0.125f, 0.16f);
        int locks = dice.Below(4);
        if (locks == 1) p.Blob(-0.13f, -0.90f, 0, -1.0f, 0.12f, -0.90f, 0.14f, -0.70f, -0.15f, -0.64f).Fill(hair);
        Leg(p, -0.055f, -stride, pose == Running ? 0.14f : 0.01f, dress ? skin : legs.Shade(84));
        Leg(p, 0.055f, stride, 0, dress ? skin : legs);
        Arm(p, -broad, pose == Running ? 0.16f : stride, pose, skin, back: true);
        if (dress) p.Blob(-broad, -0.70f, 0, -0.74f, broad, -0.70f, broad * 0.75f, -0.52f, broad * 1.75f, -0.26f, 0, -0.23f,
            -broad * 1.75f, -0.26f, -broad * 0.75f, -0.52f).Coat();
        else p.Blob(-broad, -0.71f, 0, -0.735f, broad, -0.71f, broad * 0.95f, -0.55f, broad * 0.86f, -0.38f, -broad * 0.86f, -0.38f,
            -broad * 0.95f, -0.55f).Coat();
        Arm(p, broad, -stride, pose, skin, back: false);
        p.Limb(0, -0.76f, 0.07f, 0, -0.71f, 0.08f).Fill(skin.Shade(88));
        p.Oval(0, -0.855f, 0.105f, 0.125f).Fill(skin);
        Hair(p, locks, hair, dice);
        p.Circle(-0.025f, -0.855f, 0.016f).Circle(0.055f, -0.855f, 0.016f)
            .Curve(0.014f, 0.014f, -0.02f, -0.80f, 0.02f, -0.785f, 0.055f, -0.80f).Mark(new SKColor(40, 26, 22));
    }

    private static void Leg(Pad p, float hip, float reach, float lift, SKColor color)
    {
        float knee = hip + reach * 0.75f, foot = hip + reach * 1.2f - lift;
        p.Limb(hip, -0.40f, 0.13f, knee, -0.22f, 0.105f).Limb(knee, -0.22f, 0.105f, foot, -0.05f - lift, 0.085f).Fill(color);
        p.Blob(foot - 0.05f, -0.07f - lift, foot + 0.04f, -0.07f - lift, foot + 0.11f, -0.02f - lift, foot + 0.09f, -lift, foot - 0.05f,
            -lift).Fill(new SKColor(44, 36, 34));
    }

    private static void Arm(Pad p, float shoulder, float swing, Pose pose, SKColor skin, bool back)
    {
        bool up = pose == Waving && !back;
        float outward = Math.Sign(shoulder) * 0.06f, elbowX = shoulder + outward + swing * 0.8f, elbowY = up ? -0.74f : -0.54f;
        float handX = up ? elbowX + 0.07f : elbowX + swing * 0.9f + (pose == Running ? 0.10f : 0),
            handY = up ? -0.96f : pose == Running ? -0.58f : -0.40f;
        float start = shoulder * 0.86f;
        p.Limb(start, -0.67f, 0.095f, elbowX, elbowY, 0.08f)
            .Limb(elbowX, elbowY, 0.08f, elbowX + (handX - elbowX) * 0.5f, elbowY + (handY - elbowY) * 0.5f, 0.075f);
        if (back) p.Fill(p.Color.Shade(76));
        else p.Coat();
        p.Limb(elbowX + (handX - elbowX) * 0.5f, elbowY + (handY - elbowY) * 0.5f, 0.06f, handX, handY, 0.06f).Circle(handX, handY, 0.042f)
            .Fill(skin);
    }

    private static void Hair(Pad p, int locks, SKColor hair, Dice dice)
    {
        if (locks == 3)
        {
            var cap = dice.Pick(new SKColor(60, 60, 66), new SKColor(150, 120, 80), new SKColor(236, 230, 214));
            p.Blob(-0.115f, -0.90f, -0.09f, -1.0f, 0.09f, -1.0f, 0.115f, -0.90f).Fill(cap);
            p.Box(dice.Chance(0.5f) ? -0.17f : -0.04f, -0.925f, dice.Chance(0.5f) ? 0.34f : 0.22f, 0.04f, 0.02f).Fill(cap.Shade(80));
            return;
        }

        p.Blob(-0.115f, -0.86f, -0.115f, -0.95f, -0.03f, -1.0f, 0.08f, -0.98f, 0.115f, -0.90f, 0.05f, -0.915f, -0.05f, -0.90f).Fill(hair);
        if (locks == 2) p.Circle(-0.02f, -1.0f, 0.06f).Fill(hair);
    }
}
