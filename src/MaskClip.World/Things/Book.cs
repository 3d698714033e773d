using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>A book: open, standing with its cover to the viewer, or lying.</summary>
internal sealed class Book : Thing
{
    private static readonly SKColor Paper = new(250, 246, 232);
    private static readonly Pose Cover = new("", 0.85f, 1);
    private static readonly Pose Open = new("open", 1.5f, 0.75f);
    private static readonly Pose Lying = new("", 1.4f, 0.55f);

    public override string Name => "book";

    public override Places Places => Places.Table | Places.Room;

    public override float Size => 0.27f;

    public override int Weight => 5;

    public override IReadOnlyList<Pose> Poses { get; } = [Cover, Open, Open, Lying];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Red, Blue, Green, Brown, Purple, Yellow, Black];

    public override IReadOnlyList<Pattern> Patterns => PlainOnly;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        var gilt = p.Color.Brightness() > 170 ? p.Color.Shade(45) : new SKColor(246, 216, 120);
        if (pose == Cover)
        {
            float wide = dice.Between(0.62f, 0.78f), thick = dice.Between(0.04f, 0.12f);
            p.Polygon(-0.30f, -0.98f, wide - 0.40f + thick, -0.94f, wide - 0.40f + thick, -0.02f, -0.30f, 0).Fill(Paper.Shade(90));
            p.Box(-0.40f, -1, wide, 1, 0.03f).Coat();
            p.Box(-0.40f, -1, 0.12f, 1, 0.03f).Mark(p.Color.Brightness() < 50 ? p.Color.Shade(130) : p.Color.Shade(66));
            p.Box(-0.18f, -0.86f, 0.42f, 0.09f, 0.01f).Box(-0.12f, -0.72f, 0.30f, 0.06f, 0.01f).Mark(gilt);
            p.Circle(0.03f, -0.36f, 0.13f).Mark(gilt.Shade(90));
        }
        else if (pose == Open)
        {
            float sag = dice.Between(0.06f, 0.12f);
            p.Polygon(-0.74f, -0.60f, 0, -0.60f + sag, 0.74f, -0.60f, 0.74f, 0, 0, 0.0f, -0.74f, 0).Coat();
            p.Blob(-0.68f, -0.64f, -0.34f, -0.68f, 0, -0.56f, 0, -0.06f, -0.34f, -0.12f, -0.68f, -0.08f).Fill(Paper);
            p.Blob(0.68f, -0.64f, 0.34f, -0.68f, 0, -0.56f, 0, -0.06f, 0.34f, -0.12f, 0.68f, -0.08f).Fill(Paper.Shade(95));
            p.Line(0.025f, 0, -0.56f, 0, -0.06f);
            for (int i = 0; i < 4; i++)
            {
                p.Line(0.022f, -0.58f, -0.52f + 0.10f * i, -0.14f, -0.47f + 0.10f * i)
                    .Line(0.022f, 0.14f, -0.47f + 0.10f * i, 0.58f, -0.52f + 0.10f * i);
            }

            p.Mark(new SKColor(130, 124, 116));
        }
        else
        {
            float y = dice.Between(-0.50f, -0.40f);
            p.Polygon(-0.68f, y * 0.45f, -0.36f, y, 0.68f, y, 0.50f, y * 0.45f).Coat();
            p.Polygon(-0.68f, y * 0.45f, 0.50f, y * 0.45f, 0.50f, -0.03f, -0.68f, -0.03f).Fill(Paper);
            p.Polygon(0.50f, y * 0.45f, 0.68f, y, 0.68f, y + 0.2f, 0.50f, -0.03f).Fill(Paper.Shade(86));
            p.Line(0.018f, -0.64f, y * 0.30f, 0.48f, y * 0.30f).Line(0.018f, -0.64f, y * 0.16f, 0.48f, y * 0.16f).Mark(Paper.Shade(74));
            p.Box(-0.72f, y * 0.45f - 0.03f, 1.24f, 0.06f, 0.02f).Box(-0.72f, -0.06f, 1.24f, 0.06f, 0.02f).Fill(p.Color.Shade(80));
            p.Box(-0.74f, y * 0.45f - 0.03f, 0.09f, -y * 0.45f + 0.03f, 0.04f).Fill(p.Color.Shade(70));
            p.Line(0.04f, -0.20f, y * 0.75f, 0.36f, y * 0.75f).Mark(gilt);
        }
    }
}
