namespace MaskClip.Labelling.Cluster;

/// <summary>What a worker gets that asks for a shard.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Shard">The shard; -1 where there is none at this moment.</param>
/// <param name="Left">Shards that are not done.</param>
[GenerateSerializer]
[Alias("maskclip.label.answer")]
public sealed record LeaseAnswer([property: Id(0)] int Shard, [property: Id(1)] int Left);
