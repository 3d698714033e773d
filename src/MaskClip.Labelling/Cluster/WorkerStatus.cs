namespace MaskClip.Labelling.Cluster;

/// <summary>What a worker does.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Name">The worker: machine and process.</param>
/// <param name="Shard">The shard that it holds; -1 for none.</param>
/// <param name="Done">Shards that it did.</param>
/// <param name="Photos">Photos of these.</param>
/// <param name="Failed">Those of them that have no labels.</param>
/// <param name="PhotosPerSecond">Photos a second since it was first heard of.</param>
/// <param name="SilentSeconds">Seconds since it was last heard of.</param>
[GenerateSerializer]
[Alias("maskclip.label.worker")]
public sealed record WorkerStatus(
    [property: Id(0)] string Name,
    [property: Id(1)] int Shard,
    [property: Id(2)] int Done,
    [property: Id(3)] long Photos,
    [property: Id(4)] long Failed,
    [property: Id(5)] double PhotosPerSecond,
    [property: Id(6)] double SilentSeconds);
