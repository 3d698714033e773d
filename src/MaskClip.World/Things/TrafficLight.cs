using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A traffic light on its post, one of its three lamps lit.</summary>
internal sealed class TrafficLight : Thing
{
    public override string Name => "traffic light";

    public override Places Places => Places.Street;

    public override float Size => 0.46f;

    public override int Weight => 7;

    public override IReadOnlyList<Pose> Poses { get; } = [new("", 0.36f, 1.05f)];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Black, Black, Yellow, Green, Grey];

    public override bool AnyColor => false;

    public override bool ColorIsSaid => false;

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float post = dice.Between(0.035f, 0.05f), box = dice.Between(0.13f, 0.16f);
        p.Box(-post, -0.55f, 2 * post, 0.55f).Fill(new SKColor(84, 86, 92));
        p.Box(-post - 0.04f, -0.05f, 2 * post + 0.08f, 0.05f).Fill(new SKColor(60, 62, 66));
        p.Box(-box, -1.04f, 2 * box, 0.56f, 0.05f).Coat();
        p.Box(-box + 0.03f, -1.01f, 2 * box - 0.06f, 0.50f, 0.04f).Mark(new SKColor(30, 30, 34));
        int lit = dice.Below(3);
        ReadOnlySpan<SKColor> lamps = [new(240, 40, 34), new(255, 190, 40), new(50, 214, 80)];
        for (int i = 0; i < 3; i++) p.Circle(0, -0.92f + 0.16f * i, 0.068f).Mark(i == lit ? lamps[i] : lamps[i].Shade(38));
    }
}
