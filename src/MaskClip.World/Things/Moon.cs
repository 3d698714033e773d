using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>The moon: full, half or a crescent.</summary>
internal sealed class Moon : Thing
{
    private const float Radius = 0.44f;
    private const int Corners = 24;

    private static readonly Pose Full = new("full", 0.9f, 0.9f);
    private static readonly Pose Crescent = new("", 0.8f, 0.95f);

    public override string Name => "moon";

    public override Places Places => Places.Night;

    public override float Size => 0.31f;

    public override int Weight => 6;

    public override IReadOnlyList<Pose> Poses { get; } = [Full, Crescent, Crescent];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [White, White, Yellow, Orange];

    public override bool AnyColor => false;

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override bool IsLuminous => true;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        if (pose == Full)
        {
            p.Circle(0, -0.45f, Radius).Coat();
            for (int i = 0; i < 6; i++)
            {
                float turn = dice.Unit(), reach = 0.32f * dice.Unit();
                p.Circle(reach * Turns.Cos(turn), -0.45f + reach * Turns.Sin(turn), dice.Between(0.04f, 0.09f)).Mark(p.Color.Shade(86));
            }

            return;
        }

        // From tip to tip around the lit side, and back along the hollow.
        float tip = dice.Between(0.27f, 0.34f), hollow = dice.Between(0.06f, 0.26f), turned = dice.Between(-0.12f, 0.12f);
        float tipX = Radius * Turns.Cos(tip), tipY = Radius * Turns.Sin(tip);
        Span<float> outline = stackalloc float[4 * Corners];
        for (int i = 0; i < Corners; i++)
        {
            float share = (float)i / (Corners - 1), around = tip * (2 * share - 1), back = 0.25f - 0.5f * share;
            Put(outline, i, Radius * Turns.Cos(around), Radius * Turns.Sin(around), turned);
            Put(outline, Corners + i, tipX + (hollow - tipX) * Turns.Cos(back), tipY * Turns.Sin(back), turned);
        }

        p.Polygon(outline).Coat();
    }

    private static void Put(Span<float> outline, int at, float x, float y, float turn)
    {
        x -= 0.05f;
        outline[2 * at] = x * Turns.Cos(turn) - y * Turns.Sin(turn);
        outline[2 * at + 1] = x * Turns.Sin(turn) + y * Turns.Cos(turn) - 0.47f;
    }
}
