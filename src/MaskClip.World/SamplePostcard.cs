using MaskClip.World.Drawing;
using MaskClip.World.Layouts;
using MaskClip.World.Stuff;
using MaskClip.World.Things;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World;

/// <summary>A picture that this library draws itself, so that there is one to try things on without a download.</summary>
/// <remarks>
/// A scene of the small world that was arranged by hand: a summer's day by a lake before mountains.
/// Safe to draw from several threads.
/// </remarks>
public static class SamplePostcard
{
    private const ulong Seed = 7;

    /// <summary>What can be found in it.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["sky", "mountain", "water", "grass", "sun", "cloud", "balloon", "boat", "house", "tree", "cow", "cat"];

    /// <summary>Draws the postcard. Always the same picture.</summary>
    /// <param name="width">Width in pixels, 64..4096.</param>
    /// <param name="height">Height in pixels, 64..4096. The scene's natural shape is 10:7; in others things stand closer together or
    /// apart.</param>
    /// <exception cref="ArgumentOutOfRangeException">A size is not accepted.</exception>
    public static RgbImage Draw(int width = 640, int height = 448) => Scene(width, height).Picture;

    /// <summary>Draws it with all that is known of it.</summary>
    /// <inheritdoc cref="Draw"/>
    internal static WorldScene Scene(int width, int height)
    {
        CheckSize(width, nameof(width));
        CheckSize(height, nameof(height));
        var setting = new Setting(new Dice(Seed), width, height, 0.42f, night: false)
        {
            Light = new Light(0.7f, 0.8f, 0, 0, 0.12f),
            Brightness = 1.02f,
        };
        setting.Sky().Mountains(0.27f).Ground(StuffKind.Grass, 0, 0.01f)
            .Ground(StuffKind.Water, 0.03f, 0.004f).Ground(StuffKind.Grass, 0.36f, 0.02f, -0.14f);
        return ScenePainter.Paint(setting, setting.Backdrop.Owners(), Things(setting.View), Film.Clear, width, height) with
        {
            Seed = (long)Seed,
        };
    }

    private static List<Placed> Things(View view)
    {
        var things = new List<Placed>();
        Place<Sun>(0, Yellow, 0.90f, 0.30f, 0.27f);
        Place<Cloud>(0, White, 0.16f, 0.24f, 0.20f);
        Place<Balloon>(0, Red, 0.64f, 0.36f, 0.33f);
        Place<Boat>(0, Blue, 0.32f, 0.61f, 0.29f);
        Place<House>(0, White, 0.625f, 0.67f, 0.30f);
        Place<Tree>(0, Green, 0.89f, 0.80f, 0.46f);
        Place<Cow>(0, Brown, 0.50f, 0.96f, 0.25f);
        Place<Cat>(0, Orange, 0.15f, 0.96f, 0.34f);
        return things;

        void Place<T>(int pose, ColorName color, float x, float foot, float size)
            where T : Thing
        {
            var thing = AllThings.List.OfType<T>().Single();
            float row = foot * view.Height;
            bool stands = row > view.Horizon + 0.1f && thing is not Boat;
            things.Add(new Placed(thing, thing.Poses[pose], color, Pattern.Plain, x * view.Width, row, size, Seed + (ulong)things.Count)
            {
                Stands = stands,
            });
        }
    }

    private static void CheckSize(int size, string name)
    {
        if (size is < 64 or > 4096)
            throw new ArgumentOutOfRangeException(name, size, "The postcard can be 64 to 4096 pixels wide and high.");
    }
}
