namespace MaskClip.Labelling.Leases;

/// <summary>A shard that one worker labels. Disposing it gives it back; whether it is done, its file tells.</summary>
public interface IShardLease : IAsyncDisposable
{
    /// <summary>The shard's number.</summary>
    int Shard { get; }

    /// <summary>How many of its photos have no labels, once it is done; what shows the job's progress tells it.</summary>
    long Failed { get; set; }
}
