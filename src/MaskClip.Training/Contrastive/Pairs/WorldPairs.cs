using MaskClip.World;

namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>Scenes of the small world's training half, each drawn when it is asked for and never again.</summary>
/// <param name="side">Width and height of a scene, pixels; small ones are close-ups of half of it.</param>
/// <param name="captions">Captions a scene; equal ones count once.</param>
/// <param name="seed">Which scenes.</param>
public sealed class WorldPairs(int side, int captions, int seed) : IPairSource
{
    // Seeds of different runs are apart by more scenes than one can train on.
    private const long ScenesOfSeed = 1L << 40;

    /// <summary>Classes with every word that captions have for them, where the world knows them by that name.</summary>
    public static Vocabulary Spoken(Vocabulary classes)
    {
        var words = Enumerable.Range(0, WorldClasses.Names.Count).ToDictionary(
            index => WorldClasses.Names[index], WorldClasses.WordsOf, StringComparer.OrdinalIgnoreCase);
        return new Vocabulary(
            [.. classes.Classes.Select(one => words.TryGetValue(one.Name, out var own) ? one with { Synonyms = [.. own] } : one)]);
    }

    /// <inheritdoc/>
    public int? Count => null;

    /// <inheritdoc/>
    public string Identity => $"world {SmallWorld.Version}, {side} px";

    /// <inheritdoc/>
    public PicturePair Load(long number, int part)
    {
        long own = seed * ScenesOfSeed + number;
        var scene = part > 1
            ? SmallWorld.CloseUp(own, WorldSplit.Train, side / part, side / part)
            : SmallWorld.Scene(own, WorldSplit.Train, side, side);
        return new PicturePair(scene.Picture, [.. Enumerable.Range(0, captions).Select(scene.Caption).Distinct(StringComparer.Ordinal)]);
    }
}
