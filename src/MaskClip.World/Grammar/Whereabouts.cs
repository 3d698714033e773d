using MaskClip.World.Drawing;
using MaskClip.World.Scenes;

namespace MaskClip.World.Grammar;

/// <summary>Says where things are: in the picture, and to each other.</summary>
internal static class Whereabouts
{
    /// <summary>Where in the picture a thing is, or nothing when it is neither here nor there.</summary>
    public static string InPicture(WorldObject thing, int width, Dice dice)
    {
        float x = (thing.Box.X + thing.Box.Width / 2f) / width;
        if (thing.Box.Width > 0.7f * width) return "";
        return x switch
        {
            < 0.34f => dice.Pick("on the left", "on the left side"),
            > 0.66f => dice.Pick("on the right", "on the right side"),
            > 0.42f and < 0.58f => dice.Pick("in the middle", "in the centre"),
            _ => "",
        };
    }

    /// <summary>How one thing is to another, or nothing when no word fits well.</summary>
    public static string Between(WorldObject one, WorldObject other, int width, int height, Dice dice)
    {
        PixelBox a = one.Box, b = other.Box;
        if (Rests(a, b, other)) return dice.Pick("on", "on top of");
        float right = (a.X + a.Width / 2f - b.X - b.Width / 2f) / width, down = (a.Y + a.Height / 2f - b.Y - b.Height / 2f) / height;
        bool beside = Math.Abs(a.Y + a.Height - b.Y - b.Height) < 0.12f * height, apart = a.X >= b.X + b.Width || b.X >= a.X + a.Width;
        if (!apart && other.Visible < 0.93f && a.Y + a.Height > b.Y + b.Height && Meet(a, b)) return "in front of";
        if (beside && apart && Gap(a, b) < 0.1f * width && dice.Chance(0.4f)) return dice.Pick("next to", "beside");
        if (Math.Abs(right) > 0.22f && Math.Abs(right) > Math.Abs(down)) return right < 0 ? dice.Pick("to the left of", "left of")
            : dice.Pick("to the right of", "right of");
        if (Math.Abs(down) > 0.25f && a.Y + a.Height < b.Y + 0.1f * height) return dice.Pick("above", "over");
        if (Math.Abs(down) > 0.25f && b.Y + b.Height < a.Y + 0.1f * height) return dice.Pick("below", "under");
        return "";
    }

    private static bool Rests(PixelBox above, PixelBox below, WorldObject support) =>
        support.Name == "table" && above.X + above.Width / 2 > below.X && above.X + above.Width / 2 < below.X + below.Width
        && above.Y + above.Height >= below.Y && above.Y + above.Height < below.Y + below.Height / 3 && above.Y < below.Y;

    private static bool Meet(PixelBox a, PixelBox b) => a.X < b.X + b.Width && b.X < a.X + a.Width && a.Y < b.Y + b.Height
        && b.Y < a.Y + a.Height;

    private static int Gap(PixelBox a, PixelBox b) => Math.Max(a.X - b.X - b.Width, b.X - a.X - a.Width);
}
