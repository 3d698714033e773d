using MaskClip.Batches;
using MaskClip.Labelling.Jobs;

namespace MaskClip.Labelling.Work;

/// <summary>How a shard's photos become labels: by a model, or by features that were kept.</summary>
public interface IPhotoLabeling
{
    /// <summary>Begins what is kept of a shard beside its labels.</summary>
    /// <param name="job">The job.</param>
    /// <param name="shard">The shard's number.</param>
    IPhotoLabelingOutput Begin(LabelJob job, int shard);

    /// <summary>Labels photos; outcomes come in their order.</summary>
    /// <param name="numbers">Their numbers in the shard.</param>
    /// <param name="load">Reads one.</param>
    /// <param name="keep">Makes of labels what is kept of them; called by several threads.</param>
    /// <param name="output">What <see cref="Begin"/> gave.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    IAsyncEnumerable<PhotoOutcome<int, byte[]>> RunAsync(
        IReadOnlyList<int> numbers,
        Func<int, RgbImage> load,
        Func<int, Segmentation, byte[]> keep,
        IPhotoLabelingOutput output,
        CancellationToken cancellationToken);
}
