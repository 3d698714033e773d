using MaskClip.World.Drawing;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A cloud: a flat bottom under round heaps.</summary>
internal sealed class Cloud : Thing
{
    private static readonly Pose Heap = new("", 1.9f, 0.95f);
    private static readonly Pose Long = new("", 2.6f, 0.7f);

    public override string Name => "cloud";

    public override Places Places => Places.Heaven;

    public override float Size => 0.25f;

    public override int Weight => 3;

    public override IReadOnlyList<Pose> Poses { get; } = [Heap, Heap, Long];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [White, White, White, White, Grey, Grey, Pink];

    public override bool AnyColor => false;

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float half = pose.Width / 2 - 0.22f;
        int heaps = dice.Below(3) + 4;
        p.Box(-half - 0.16f, -0.34f, 2 * half + 0.32f, 0.32f, 0.16f);
        for (int i = 0; i < heaps; i++)
        {
            float x = half * (-0.85f + 1.7f * (i + 0.5f) / heaps), arc = 1 - x * x / (half * half * 1.4f);
            p.Circle(x, -0.24f - 0.22f * arc * pose.Height, 0.16f + 0.22f * arc * pose.Height * dice.Between(0.75f, 1.1f));
        }

        p.Coat();
        for (int i = 0; i < heaps; i++)
        {
            float x = half * (-0.8f + 1.6f * (i + 0.5f) / heaps), arc = 1 - x * x / (half * half * 1.4f);
            p.Circle(x - 0.03f, -0.30f - 0.26f * arc * pose.Height, 0.17f * arc * pose.Height).Mark(p.Color.Shade(135).WithAlpha(150));
        }

        p.Box(-half - 0.06f, -0.14f, 2 * half + 0.12f, 0.11f, 0.05f).Mark(p.Color.Shade(88).WithAlpha(170));
    }
}
