namespace MaskClip.Labelling.Work;

/// <summary>What is kept of a shard beside its labels; disposed when the shard is done or given up.</summary>
public interface IPhotoLabelingOutput : IAsyncDisposable
{
    /// <summary>Keeps it, before the shard's labels get their name.</summary>
    void Commit();
}
