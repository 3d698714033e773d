using MaskClip.World.Grammar;
using MaskClip.World.Stuff;
using MaskClip.World.Things;
using MaskClip.World.Words;

namespace MaskClip.World;

/// <summary>The classes of the small world's masks: its things, then its stuff.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class WorldClasses
{
    private static readonly byte[] Colors =
    [
        214, 60, 60, 232, 150, 40, 130, 30, 60, 90, 60, 200, 200, 200, 255, 250, 90, 170, 180, 110, 70, 120, 100, 110, 30, 100, 40, 250,
            110, 220,
        255, 170, 90, 150, 90, 40, 100, 50, 20, 200, 160, 200, 255, 255, 210, 60, 200, 220, 255, 110, 60, 250, 190, 160, 160, 60, 20, 200,
            120, 60,
        60, 140, 90, 120, 220, 170, 190, 20, 30, 130, 40, 220, 90, 30, 90, 40, 60, 60, 255, 230, 0, 230, 230, 160, 170, 190, 210, 220, 20,
            120,
        180, 240, 40, 240, 60, 0, 240, 220, 120, 160, 20, 100, 110, 60, 255, 80, 90, 20,
        110, 180, 240, 20, 20, 80, 110, 200, 70, 240, 220, 150, 20, 110, 190, 235, 245, 255, 105, 105, 110, 200, 180, 160, 140, 110, 90,
            130, 130, 160,
    ];

    /// <summary>The names, in the order of the mask's indices.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. Lexicon.All.Select(entry => entry.Name)];

    /// <summary>Every word that captions have for a class, in singular and plural; the first is its name.</summary>
    /// <param name="index">The class's index.</param>
    public static IReadOnlyList<string> WordsOf(int index) =>
        [.. Lexicon.Of(index).Seen.SelectMany(noun => new[] { noun.One, noun.Many }).Distinct(StringComparer.Ordinal)];

    /// <summary>How many of them are things; stuff follows.</summary>
    public static int ThingCount => AllThings.List.Count;

    /// <summary>Their colors.</summary>
    public static Palette Palette { get; } = new(Colors);

    /// <summary>Red, green, blue of each.</summary>
    internal static byte[] PaletteBytes => [.. Colors];

    /// <summary>The index of a thing.</summary>
    internal static byte IndexOf(Thing thing)
    {
        for (int i = 0; i < ThingCount; i++)
        {
            if (AllThings.List[i] == thing) return (byte)i;
        }

        throw new ArgumentException($"There is no class '{thing.Name}'.", nameof(thing));
    }

    /// <summary>The index of stuff.</summary>
    internal static byte IndexOf(StuffKind kind) => (byte)(ThingCount + (int)kind);
}
