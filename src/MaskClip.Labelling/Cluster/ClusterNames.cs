namespace MaskClip.Labelling.Cluster;

/// <summary>Names that a silo's configuration and its grains share.</summary>
public static class ClusterNames
{
    /// <summary>The store that keeps who holds which shard.</summary>
    public const string Storage = "maskclip-label";
}
