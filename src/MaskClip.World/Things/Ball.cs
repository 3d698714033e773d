using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A ball: plain or patterned, a beach ball's segments, a football's patches.</summary>
internal sealed class Ball : Thing
{
    public override string Name => "ball";

    public override Places Places => Places.Ground | Places.Water;

    public override float Size => 0.22f;

    public override int Weight => 2;

    public override IReadOnlyList<Pose> Poses { get; } = [new("", 1, 1)];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Red, Blue, Yellow, Orange, White, Green, Pink, Purple];

    public override float Tilt => 0.5f;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        const float Radius = 0.48f, Y = -0.49f;
        p.Circle(0, Y, Radius).Coat();
        int kind = p.Dress.Pattern == Pattern.Plain ? dice.Below(4) : 0;
        var second = p.Dress.Second;
        float turn = dice.Unit();
        if (kind == 1)
        {
            for (int i = 0; i < 3; i++)
            {
                float at = turn + i / 3f, end = at + 1 / 6f, middle = at + 1 / 12f;
                p.Blob(0, Y, Radius * 0.6f * Turns.Cos(at), Y + Radius * 0.6f * Turns.Sin(at), Radius * 0.98f * Turns.Cos(at),
                    Y + Radius * 0.98f * Turns.Sin(at), Radius * Turns.Cos(middle), Y + Radius * Turns.Sin(middle),
                    Radius * 0.98f * Turns.Cos(end), Y + Radius * 0.98f * Turns.Sin(end), Radius * 0.6f * Turns.Cos(end),
                    Y + Radius * 0.6f * Turns.Sin(end)).Mark(second);
            }

            p.Circle(0, Y, 0.08f).Mark(second.Shade(86));
        }
        else if (kind == 2)
        {
            Patch(p, 0, Y, 0.16f, turn, second);
            for (int i = 0; i < 5; i++) Patch(p, 0.39f * Turns.Cos(turn + i / 5f), Y + 0.39f * Turns.Sin(turn + i / 5f), 0.11f,
                turn + 0.1f, second);
        }
        else if (kind == 3)
        {
            foreach (float side in (ReadOnlySpan<float>)[-1, 1]) p.Ring(0.52f * side, Y, 0.40f, 0.355f).Mark(second);
        }

        p.Oval(-0.17f, Y - 0.21f, 0.11f, 0.075f, -0.1f).Mark(SKColors.White.WithAlpha(150));
    }

    private static void Patch(Pad p, float x, float y, float radius, float turn, SKColor color)
    {
        Span<float> corners = stackalloc float[10];
        for (int i = 0; i < 5; i++)
        {
            corners[2 * i] = x + radius * Turns.Cos(turn + i / 5f);
            corners[2 * i + 1] = y + radius * Turns.Sin(turn + i / 5f);
        }

        p.Polygon(corners).Mark(color);
    }
}
