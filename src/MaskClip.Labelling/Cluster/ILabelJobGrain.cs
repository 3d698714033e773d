namespace MaskClip.Labelling.Cluster;

/// <summary>A job's one place among all machines that hands out its shards. Its key is the job's folder, which all machines see.</summary>
public interface ILabelJobGrain : IGrainWithStringKey
{
    /// <summary>Hands out a shard.</summary>
    /// <param name="worker">Who asks.</param>
    Task<LeaseAnswer> LeaseAsync(string worker);

    /// <summary>Lengthens a lease.</summary>
    /// <param name="worker">Who holds it.</param>
    /// <param name="shard">The shard.</param>
    /// <returns>Whether the worker still holds it.</returns>
    Task<bool> RenewAsync(string worker, int shard);

    /// <summary>Takes a shard back; whether it is done, its file tells.</summary>
    /// <param name="worker">Who held it.</param>
    /// <param name="shard">The shard.</param>
    /// <param name="failed">How many of its photos have no labels.</param>
    Task ReturnAsync(string worker, int shard, long failed);

    /// <summary>Looks at the folder again: a shard's file may be gone.</summary>
    Task LookAgainAsync();

    /// <summary>How far the job is.</summary>
    Task<ClusterStatus> StatusAsync();
}
