using MaskClip.World.Drawing;
using SkiaSharp;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Things;

/// <summary>An open umbrella: with a crook, or a tall one stuck into the ground.</summary>
internal sealed class Umbrella : Thing
{
    private static readonly Pose Crook = new("open", 1.2f, 1.05f);
    private static readonly Pose Parasol = new("open", 1.35f, 1.15f, Places.Beach | Places.Country);

    public override string Name => "umbrella";

    public override Places Places => Places.Beach | Places.Street | Places.Country | Places.Room;

    public override float Size => 0.38f;

    public override int Weight => 3;

    public override IReadOnlyList<Pose> Poses { get; } = [Crook, Crook, Parasol];

    public override IReadOnlyList<ColorName> UsualColors { get; } = [Red, Blue, Yellow, Black, Green, Purple, Pink, Orange];

    public override float Tilt => 0.05f;

    public override void Draw(Pad p, Pose pose, Dice dice)
    {
        float half = pose.Width / 2 - 0.04f, top = -pose.Height + 0.06f, rim = top + dice.Between(0.36f, 0.46f);
        if (pose == Parasol) p.Line(0.05f, 0, top, 0, 0).Fill(new SKColor(226, 214, 190));
        else p.Line(0.04f, 0, top, 0, -0.12f).Curve(0.055f, 0.05f, 0, -0.12f, 0.04f, -0.02f, 0.13f, -0.03f, 0.15f, -0.12f)
            .Fill(new SKColor(96, 64, 40));
        p.Line(0.03f, 0, top, 0, top - 0.06f).Fill(new SKColor(70, 60, 56));
        int ribs = dice.Pick(3, 4, 5);
        Span<float> outline = stackalloc float[2 * (7 + 2 * 5 + 1)];
        int count = 0;
        for (int i = 0; i <= 8; i++) Add(outline, ref count, -half * Turns.Cos(i / 16f), rim + (top - rim) * Turns.Sin(i / 16f));
        for (int i = 1; i < 2 * ribs; i++) Add(outline, ref count, half - half * i / ribs, i % 2 == 1 ? rim - 0.07f : rim);
        p.Polygon(outline[..count]).Coat();
        bool segments = p.Dress.Pattern == Pattern.Plain && dice.Chance(0.4f);
        var line = p.Color.Brightness() < 50 ? p.Color.Shade(150) : p.Color.Shade(62);
        for (int i = 1; i < ribs; i++)
        {
            float x = half - 2 * half * i / ribs, next = x + half * 2 / ribs * 0.96f;
            if (segments && i % 2 == 1) p.Blob(0, top + 0.01f, x * 0.62f, (rim + top) / 2 - 0.02f, x, rim - 0.01f, (x + next) / 2,
                rim - 0.07f, next, rim - 0.02f, next * 0.66f, (rim + top) / 2 - 0.02f).Mark(p.Dress.Second);
            p.Curve(0.022f, 0.022f, 0, top + 0.01f, x * 0.66f, (rim + top) / 2 - 0.03f, x, rim).Mark(line);
        }
    }

    private static void Add(Span<float> outline, ref int count, float x, float y)
    {
        outline[count++] = x;
        outline[count++] = y;
    }
}
