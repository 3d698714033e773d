
namespace MaskClip.World.Tests;

/// <summary>Scenes that several tests look at, drawn once.</summary>
internal static class ManyScenes
{
    public const int Count = 500;
    public const int Size = 128;

    private static readonly Lazy<WorldScene[]> TrainScenes = new(() => Draw(WorldSplit.Train));
    private static readonly Lazy<WorldScene[]> TestScenes = new(() => Draw(WorldSplit.Test));

    public static IReadOnlyList<WorldScene> Train => TrainScenes.Value;

    public static IReadOnlyList<WorldScene> Test => TestScenes.Value;

    private static WorldScene[] Draw(WorldSplit split)
    {
        var scenes = new WorldScene[Count];
        Parallel.For(0, Count, i => scenes[i] = SmallWorld.Scene(i, split, Size, Size));
        return scenes;
    }
}
