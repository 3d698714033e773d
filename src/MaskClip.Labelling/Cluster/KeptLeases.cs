namespace MaskClip.Labelling.Cluster;

/// <summary>What the store keeps of a job: who was given which shard. The folder keeps all else.</summary>
[GenerateSerializer]
[Alias("maskclip.label.leases")]
public sealed class KeptLeases
{
    /// <summary>Workers by shard.</summary>
    [Id(0)]
    public Dictionary<int, string> Workers { get; init; } = [];
}
