namespace MaskClip.Labelling.Cluster;

/// <summary>How shards are handed out.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="LeaseTime">How long a lease lasts that is not renewed: so long after a worker's death others get its shard.</param>
public sealed record LeaseOptions(TimeSpan LeaseTime);
