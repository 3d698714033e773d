namespace MaskClip.Labelling.Cluster;

/// <summary>How far a job is on all machines.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Shards">Shards.</param>
/// <param name="Left">Shards that are not done.</param>
/// <param name="TakenBack">Leases that ran out, of workers that died or hang.</param>
/// <param name="Workers">The workers that were heard of since the job's place was found.</param>
[GenerateSerializer]
[Alias("maskclip.label.status")]
public sealed record ClusterStatus(
    [property: Id(0)] int Shards,
    [property: Id(1)] int Left,
    [property: Id(2)] int TakenBack,
    [property: Id(3)] IReadOnlyList<WorkerStatus> Workers);
