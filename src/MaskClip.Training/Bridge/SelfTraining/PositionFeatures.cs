
using MaskClip.Families.Bridge;
using MaskClip.Training.Bridge.Features;

namespace MaskClip.Training.Bridge.SelfTraining;

/// <summary>Pooled positions and their keys, as the dense method has them, of some of the photos.</summary>
internal static class PositionFeatures
{
    /// <summary>The tensor of pooled positions, <c>[positions, channels]</c>.</summary>
    public const string Pooled = "pooled";

    /// <summary>The tensor of keys, <c>[positions, k]</c>.</summary>
    public const string Key = "key";

    /// <summary>Photos of a file.</summary>
    public const int ShardPhotos = 16;

    /// <summary>How positions are pooled: as the method that these models are used with does.</summary>
    public static SimilarPositions Pooling { get; } = new();

    /// <summary>What is kept of a photo.</summary>
    public static IEnumerable<ShardTensor> Of(LastStage photo)
    {
        int positions = photo.Rows * photo.Columns;
        yield return ShardTensor.Of(Pooled, [positions, photo.Pooled!.Length / positions], photo.Pooled);
        yield return ShardTensor.Of(Key, [positions, photo.Key!.Length / positions], photo.Key);
    }
}
