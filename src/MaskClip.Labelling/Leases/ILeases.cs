namespace MaskClip.Labelling.Leases;

/// <summary>
/// Hands out shards, so that no two workers label the same one. A shard that is done twice all the same costs time and nothing else.
/// </summary>
public interface ILeases : IAsyncDisposable
{
    /// <summary>The next shard to label; waits while all that are left are with other workers.</summary>
    /// <param name="cancellationToken">Stops the waiting.</param>
    /// <returns>
    /// The lease, which the caller disposes when the shard is done or given up; <see langword="null"/> where nothing is left.
    /// </returns>
    Task<IShardLease?> NextAsync(CancellationToken cancellationToken);
}
