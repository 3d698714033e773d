using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A car from the side or the front: saloon, hatchback, van, open car.</summary>
internal sealed class Car : Thing
{
    private static readonly Pose Side = new("", 2.3f, 1);
    private static readonly Pose Front = new("", 1.3f, 1);

    public override string Name => "car";

    public override Places Places => Places.Street | Places.Country | Places.Snow;

    public override float Size => 0.26f;

    public override int Weight => 5;

    public override IReadOnlyList<Pose> Poses { get; } = [Side, Side, Side, Front];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Red, Blue, Black, White, Grey, Green, Yellow];

    public override void Draw(Pad pad, Pose pose, Dice dice)
    {
        if (pose == Front) DrawFront(pad, dice);
        else DrawSide(pad, dice);
    }

    private static void DrawSide(Pad p, Dice dice)
    {
        float bonnet = dice.Between(0.30f, 0.62f), boot = dice.Pick(0.05f, 0.25f, 0.45f), roof = dice.Between(-1.02f, -0.90f),
            belt = -0.58f;
        float back = -1.1f + boot, front = 1.1f - bonnet, slope = dice.Between(0.12f, 0.34f), rake = boot < 0.1f ? 0.05f : 0.22f;
        p.Polygon(back, belt + 0.06f, back + rake, roof, front - slope, roof, front, belt + 0.06f).Coat();
        p.Blob(-1.12f, -0.42f, -1.08f, -0.58f, -0.6f, belt - 0.03f, 0.4f, belt - 0.03f, 0.85f, -0.55f, 1.1f, -0.44f, 1.13f, -0.28f, 1.05f,
            -0.18f, -1.05f, -0.18f).Coat();
        var glass = Wheels.Glass(p);
        float middle = (back + front) / 2;
        p.Polygon(back + 0.10f, belt, back + rake + 0.06f, roof + 0.08f, middle - 0.04f, roof + 0.08f, middle - 0.04f, belt).Mark(glass);
        p.Polygon(middle + 0.04f, belt, middle + 0.04f, roof + 0.08f, front - slope - 0.04f, roof + 0.08f, front - 0.11f, belt)
            .Mark(glass.Shade(92));
        p.Line(0.02f, middle, belt, middle, -0.24f).Mark(p.Color.Shade(55));
        p.Box(middle - 0.22f, -0.48f, 0.13f, 0.04f, 0.02f).Mark(p.Color.Shade(45));
        p.Box(-1.1f, -0.25f, 2.2f, 0.09f, 0.04f).Mark(new SKColor(52, 52, 58));
        p.Oval(1.05f, -0.42f, 0.07f, 0.06f).Mark(new SKColor(255, 244, 190));
        p.Oval(-1.07f, -0.44f, 0.05f, 0.06f).Mark(new SKColor(200, 20, 20));
        float radius = dice.Between(0.19f, 0.23f);
        foreach (float x in (ReadOnlySpan<float>)[-0.66f, 0.68f])
        {
            p.Circle(x, -0.23f, radius + 0.05f).Mark(new SKColor(24, 24, 28));
            Wheels.Draw(p, x, -radius, radius);
        }
    }

    private static void DrawFront(Pad p, Dice dice)
    {
        float roof = dice.Between(-1.02f, -0.92f), narrow = dice.Between(0.36f, 0.44f);
        p.Box(-0.56f, -0.28f, 0.2f, 0.28f, 0.05f).Box(0.36f, -0.28f, 0.2f, 0.28f, 0.05f).Fill(Wheels.Rubber);
        p.Polygon(-0.54f, -0.55f, -narrow, roof, narrow, roof, 0.54f, -0.55f).Coat();
        p.Box(-0.62f, -0.62f, 1.24f, 0.46f, 0.12f).Coat();
        p.Box(-0.72f, -0.68f, 0.14f, 0.10f, 0.04f).Box(0.58f, -0.68f, 0.14f, 0.10f, 0.04f).Coat();
        p.Polygon(-0.46f, -0.60f, 0.06f - narrow, roof + 0.07f, narrow - 0.06f, roof + 0.07f, 0.46f, -0.60f).Mark(Wheels.Glass(p));
        p.Box(-0.28f, -0.42f, 0.56f, 0.13f, 0.04f).Mark(new SKColor(40, 40, 46));
        p.Box(-0.62f, -0.22f, 1.24f, 0.08f, 0.04f).Mark(new SKColor(64, 64, 70));
        p.Box(-0.15f, -0.26f, 0.30f, 0.09f, 0.01f).Mark(SKColors.White);
        foreach (float x in (ReadOnlySpan<float>)[-0.45f, 0.45f]) p.Circle(x, -0.40f, 0.10f).Mark(new SKColor(255, 246, 200));
    }
}
