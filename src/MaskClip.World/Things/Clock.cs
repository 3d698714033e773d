using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A clock: round or square on the wall, or an alarm clock on its feet.</summary>
internal sealed class Clock : Thing
{
    private static readonly Pose Round = new("", 1, 1, Places.Wall);
    private static readonly Pose Square = new("", 0.95f, 0.95f, Places.Wall);
    private static readonly Pose Alarm = new("", 1, 1.15f, Places.Table | Places.Ground);

    public override string Name => "clock";

    public override Places Places => Places.Wall | Places.Table | Places.Room;

    public override float Size => 0.27f;

    public override int Weight => 2;

    public override IReadOnlyList<Pose> Poses { get; } = [Round, Round, Square, Alarm];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Brown, Black, Red, Blue, White, Green, Yellow];

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        var face = dice.Chance(0.85f) ? new SKColor(250, 248, 240) : new SKColor(240, 226, 190);
        float rim = dice.Between(0.06f, 0.11f), y = -0.5f;
        if (pose == Alarm)
        {
            y = -0.48f;
            p.Limb(-0.26f, -0.2f, 0.09f, -0.34f, -0.03f, 0.08f).Limb(0.26f, -0.2f, 0.09f, 0.34f, -0.03f, 0.08f)
                .Fill(new SKColor(70, 70, 76));
            p.Oval(-0.27f, -0.94f, 0.2f, 0.14f, -0.1f).Oval(0.27f, -0.94f, 0.2f, 0.14f, 0.1f).Fill(p.Color.Shade(76));
            p.Line(0.05f, 0, -0.9f, 0, -1.06f).Line(0.06f, -0.07f, -1.06f, 0.07f, -1.06f).Fill(new SKColor(70, 70, 76));
        }

        if (pose == Square)
        {
            y = -0.475f;
            p.Box(-0.46f, -0.935f, 0.92f, 0.92f, 0.08f).Coat();
            p.Box(-0.46f + rim, -0.935f + rim, 0.92f - 2 * rim, 0.92f - 2 * rim, 0.04f).Mark(face);
        }
        else
        {
            p.Circle(0, y, 0.45f).Coat();
            p.Circle(0, y, 0.45f - rim).Mark(face);
        }

        for (int i = 0; i < 12; i++)
        {
            float from = i % 3 == 0 ? 0.25f : 0.29f, right = Turns.Cos(i / 12f), down = Turns.Sin(i / 12f);
            p.Line(i % 3 == 0 ? 0.045f : 0.025f, from * right, y + from * down, 0.33f * right, y + 0.33f * down);
        }

        float hour = dice.Unit(), minute = dice.Unit();
        p.Line(0.055f, 0, y, 0.18f * Turns.Cos(hour), y + 0.18f * Turns.Sin(hour))
            .Line(0.04f, 0, y, 0.29f * Turns.Cos(minute), y + 0.29f * Turns.Sin(minute)).Circle(0, y, 0.045f).Mark(new SKColor(30, 28, 30));
    }
}
