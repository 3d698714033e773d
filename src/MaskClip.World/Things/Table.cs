using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A table: four legs, one leg, or under a cloth. Its top is at the pose's height, for things to stand on.</summary>
internal sealed class Table : Thing
{
    private static readonly Pose Four = new("", 1.5f, 0.78f);
    private static readonly Pose Round = new("", 1.3f, 0.78f);
    private static readonly Pose Cloth = new("", 1.4f, 0.78f);

    public override string Name => "table";

    public override Places Places => Places.Room;

    public override float Size => 0.42f;

    public override int Weight => 8;

    public override IReadOnlyList<Pose> Poses { get; } = [Four, Four, Round, Cloth];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Brown, Brown, Brown, White, Black, Grey, Green];

    /// <summary>How far the top's back edge is above its front edge.</summary>
    public const float TopDepth = 0.16f;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float half = pose.Width / 2 - 0.02f, top = -pose.Height;
        var dark = p.Color.Brightness() < 50 ? p.Color.Shade(125) : p.Color.Shade(68);
        if (pose == Round)
        {
            p.Limb(0, top + 0.14f, 0.16f, 0, -0.06f, 0.12f).Limb(0, -0.16f, 0.10f, -0.30f, -0.03f, 0.07f)
                .Limb(0, -0.16f, 0.10f, 0.30f, -0.03f, 0.07f).Fill(dark);
            p.Oval(0, top + 0.12f, half, 0.12f).Fill(dark);
            p.Oval(0, top + 0.08f, half, 0.12f).Coat();
            return;
        }

        float leg = dice.Between(0.09f, 0.14f), inset = dice.Between(0.10f, 0.22f);
        if (pose == Four)
        {
            p.Box(-half + inset, top + 0.12f, leg, -top - 0.22f).Box(half - inset - leg, top + 0.12f, leg, -top - 0.22f)
                .Fill(dark.Shade(78));
        }

        p.Polygon(-half, top + TopDepth, -half + inset * 0.8f, top, half - inset * 0.8f, top, half, top + TopDepth).Coat();
        if (pose == Four)
        {
            p.Box(-half, top + TopDepth, 2 * half, 0.09f).Fill(dark);
            p.Box(-half + 0.05f, top + 0.24f, leg, -top - 0.24f).Box(half - 0.05f - leg, top + 0.24f, leg, -top - 0.24f)
                .Fill(dark.Shade(112));
            return;
        }

        p.Box(-half + 0.08f, top + 0.3f, 0.10f, -top - 0.3f).Box(half - 0.18f, top + 0.3f, 0.10f, -top - 0.3f)
            .Fill(new SKColor(96, 64, 40));
        Span<float> hem = stackalloc float[4 + 2 * 9];
        (hem[0], hem[1], hem[2], hem[3]) = (half, top + TopDepth - 0.01f, -half, top + TopDepth - 0.01f);
        for (int i = 0; i < 9; i++) (hem[4 + 2 * i], hem[5 + 2 * i]) =
            (-half + 2 * half * i / 8, top + 0.52f + (i % 2 == 0 ? 0.04f : -0.03f));
        p.Polygon(hem).Coat();
        for (int i = 1; i < 4; i++) p.Line(0.016f, -half + half * i / 2, top + 0.22f, -half + half * i / 2, top + 0.5f);
        p.Mark(dark);
        p.Line(0.016f, -half, top + TopDepth, half, top + TopDepth).Mark(dark);
    }
}
