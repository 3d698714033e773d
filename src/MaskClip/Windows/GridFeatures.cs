using MaskClip.Methods;
using MaskClip.Scores;
using MaskClip.Towers.Blocks;

namespace MaskClip.Windows;

/// <summary>One window's features.</summary>
/// <param name="Features"><c>[rows·columns, d]</c>, unit length.</param>
/// <param name="Key"><c>[rows·columns, k]</c>; empty when keys were not asked for.</param>
/// <param name="SecondPass">Looks again once names are known, where the method does.</param>
internal readonly record struct GridFeatures(ReadOnlyMemory<float> Features, ReadOnlyMemory<float> Key, WindowSecondPass? SecondPass = null)
{
    /// <summary>
    /// Features of the square around each position, <c>[rows·columns, d]</c>, unit length; empty where the tower gives none, or keys were
    /// not asked for.
    /// </summary>
    public ReadOnlyMemory<float> Surroundings { get; init; }
}
