using MaskClip.World.Drawing;
using MaskClip.World.Things;
using static MaskClip.World.Drawing.ColorName;

namespace MaskClip.World.Scenes;

/// <summary>The combinations of color and thing that training never sees: both parts are common there, never together.</summary>
internal static class HeldOut
{
    /// <summary>How often a thing of the test half that has a held-out color is drawn in it.</summary>
    public const float Share = 0.25f;

    private static readonly Dictionary<string, ColorName> ByThing = new(StringComparer.Ordinal)
    {
        ["car"] = Green,
        ["bus"] = Pink,
        ["train"] = Yellow,
        ["boat"] = Red,
        ["aeroplane"] = Orange,
        ["bicycle"] = White,
        ["house"] = Purple,
        ["tower"] = Orange,
        ["flower"] = Blue,
        ["cat"] = Green,
        ["dog"] = Purple,
        ["horse"] = Pink,
        ["cow"] = Blue,
        ["sheep"] = Yellow,
        ["bird"] = Brown,
        ["fish"] = Black,
        ["person"] = Grey,
        ["chair"] = Orange,
        ["table"] = Red,
        ["bottle"] = Yellow,
        ["cup"] = Black,
        ["apple"] = Purple,
        ["ball"] = Brown,
        ["book"] = White,
        ["clock"] = Pink,
        ["cloud"] = Pink,
        ["umbrella"] = Grey,
        ["kite"] = Black,
        ["balloon"] = Green,
        ["lamp"] = Blue,
        ["mushroom"] = Purple,
        ["butterfly"] = Red,
        ["tree"] = Red,
    };

    /// <summary>Every combination.</summary>
    public static IEnumerable<(ColorName Color, string Thing)> All => ByThing.Select(pair => (pair.Value, pair.Key));

    /// <summary>Whether a combination is held out.</summary>
    public static bool Has(ColorName color, string thing) => ByThing.TryGetValue(thing, out var held) && held == color;

    /// <summary>Chooses a thing's color: a usual one, often any other, and in the test half now and then the held-out one.</summary>
    public static ColorName Choose(Thing thing, WorldSplit split, Dice dice)
    {
        if (ByThing.TryGetValue(thing.Name, out var held) && dice.Chance(Share) && split == WorldSplit.Test) return held;
        while (true)
        {
            var color = dice.Pick<ColorName>(thing.AnyColor && dice.Chance(0.45f) ? [.. Colors.All] : [.. thing.UsualColors]);
            if (!Has(color, thing.Name)) return color;
        }
    }
}
