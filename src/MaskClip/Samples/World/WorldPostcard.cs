using MaskClip.Samples.World.Drawing;
using MaskClip.Samples.World.Layouts;
using MaskClip.Samples.World.Stuff;
using MaskClip.Samples.World.Things;
using static MaskClip.Samples.World.Drawing.ColourName;

namespace MaskClip.Samples.World;

/// <summary>One scene of the small world that was arranged by hand: a summer's day by a lake before mountains.</summary>
internal static class WorldPostcard
{
    private const ulong Seed = 7;

    /// <summary>What can be found in it.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["sky", "mountain", "water", "grass", "road", "sun", "cloud", "balloon", "house", "tree", "boat", "horse", "cow", "sheep", "cat",
            "person", "car", "flower"];

    /// <summary>Draws it.</summary>
    /// <param name="width">Pixels; its natural shape is 10:7.</param>
    /// <param name="height">Pixels.</param>
    public static WorldScene Draw(int width, int height)
    {
        var setting = new Setting(new Dice(Seed), width, height, 0.42f, night: false)
        {
            Light = new Light(0.7f, 0.8f, 0, 0, 0.12f),
            Brightness = 1.02f
        }
            .Sky().Mountains(0.27f).Ground(StuffKind.Grass, 0, 0.01f)
            .Ground(StuffKind.Water, 0.04f, 0.004f).Ground(StuffKind.Grass, 0.16f, 0.02f, -0.40f).RoadAway(0.17f);
        return ScenePainter.Paint(setting, setting.Backdrop.Owners(), Things(setting.View), Film.Clear, width,
            height) with
        { Seed = (long)Seed };
    }

    private static IReadOnlyList<Placed> Things(View view)
    {
        var things = new List<Placed>();
        Place<Sun>(0, Yellow, 0.86f, 0.235f, 0.20f);
        Place<Cloud>(0, White, 0.20f, 0.19f, 0.17f);
        Place<Cloud>(2, White, 0.62f, 0.16f, 0.14f);
        Place<Balloon>(0, Red, 0.415f, 0.36f, 0.29f);
        Place<Boat>(0, White, 0.325f, 0.525f, 0.21f);
        Place<House>(2, White, 0.83f, 0.565f, 0.30f);
        Place<Tree>(4, Green, 0.665f, 0.53f, 0.27f);
        Place<Tree>(0, Green, 0.955f, 0.60f, 0.34f);
        Place<Horse>(0, Brown, 0.21f, 0.745f, 0.21f);
        Place<Cow>(0, White, 0.435f, 0.70f, 0.19f, Pattern.Spotted, mirrored: true);
        Place<Car>(0, Red, 0.615f, 0.715f, 0.14f, mirrored: true);
        Place<Sheep>(0, White, 0.88f, 0.73f, 0.17f, mirrored: true);
        Place<Sheep>(0, White, 0.765f, 0.785f, 0.18f);
        Place<Tree>(1, Green, 0.075f, 0.86f, 0.60f);
        Place<Person>(2, Blue, 0.345f, 0.965f, 0.36f);
        Place<Cat>(0, Orange, 0.205f, 0.965f, 0.22f);
        Place<Flower>(2, Pink, 0.90f, 0.985f, 0.26f);
        return things;

        void Place<T>(int pose, ColourName colour, float x, float foot, float size, Pattern pattern = Pattern.Plain, bool mirrored = false)
            where T : Thing
        {
            var thing = AllThings.List.OfType<T>().Single();
            float row = foot * view.Height;
            bool stands = row > view.Horizon + 0.1f && thing is not Boat;
            things.Add(new Placed(thing, thing.Poses[pose], colour, pattern, x * view.Width, row, size,
                Seed + (ulong)things.Count)
            { Stands = stands, Mirrored = mirrored });
        }
    }
}
