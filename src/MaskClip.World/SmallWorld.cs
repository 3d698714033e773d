
using MaskClip.World.Drawing;
using MaskClip.World.Layouts;

namespace MaskClip.World;

/// <summary>Draws the small world, scene by scene: each from its own seed, in any order, on any thread.</summary>
/// <remarks>The same seed gives the same scene on every machine, as long as <see cref="Version"/> stays.</remarks>
public static class SmallWorld
{
    /// <summary>Goes up when the same seed gives another scene, or other captions.</summary>
    public const int Version = 2;

    /// <summary>Draws a scene.</summary>
    /// <param name="seed">Any number.</param>
    /// <param name="split">Which half of the world it is from. One seed gives different scenes in the two.</param>
    /// <param name="width">Pixels, 32 or more.</param>
    /// <param name="height">Pixels, 32 or more.</param>
    public static WorldScene Scene(long seed, WorldSplit split, int width, int height) =>
        Paint(seed, split, Settings.Make(Dice.For(seed, Purpose(split) + 1), width, height), width, height);

    /// <summary>Draws one or two things from near by; a scene like those sixteen of a hundred of <see cref="Scene"/> that are so.</summary>
    /// <inheritdoc cref="Scene"/>
    public static WorldScene CloseUp(long seed, WorldSplit split, int width, int height) =>
        Paint(seed, split, Settings.CloseUp(Dice.For(seed, Purpose(split) + 1), width, height), width, height);

    private static int Purpose(WorldSplit split) => split == WorldSplit.Train ? 0 : 100;

    private static WorldScene Paint(long seed, WorldSplit split, Setting setting, int width, int height)
    {
        int purpose = Purpose(split);
        var stuff = setting.Backdrop.Owners();
        var things = Arrangement.Make(setting, stuff, width, split, Dice.For(seed, purpose + 2));
        var film = new Film(Dice.For(seed, purpose + 3));
        return ScenePainter.Paint(setting, stuff, things, film, width, height) with { Seed = seed, Split = split };
    }
}
