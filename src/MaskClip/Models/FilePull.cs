namespace MaskClip.Models;

/// <summary>
/// Brings one published file into the store: a part of it may be there already, and nothing is called by its name that has another
/// checksum.
/// </summary>
internal sealed class FilePull(HttpClient http, TimeProvider time, StoreFolder store)
{
    /// <summary>Downloads, checks and renames.</summary>
    /// <param name="file">The file.</param>
    /// <param name="part">Where it is gathered.</param>
    /// <param name="target">Where it is in the end.</param>
    /// <param name="advice">What else can be done where it is another file: <c>, or ...</c>.</param>
    /// <param name="progress">Told about every piece that arrives.</param>
    /// <param name="cancellationToken">Stops it; what has arrived is kept.</param>
    public async Task RunAsync(
        RemoteFile file, string part, string target, string advice, IProgress<PullProgress>? progress, CancellationToken cancellationToken)
    {
        await using (var open = store.OpenPart(part))
        {
            await new ResumableDownload(http, time, file, open, progress).RunAsync(cancellationToken);
        }

        var actual = await file.Checksum.ComputeAsync(part, cancellationToken);
        if (actual != file.Checksum.Hex)
        {
            File.Delete(part);
            throw new ModelPullException(
                $"{file.Url} is not {file.Name}: its {file.Checksum.Kind} is {actual}, expected {file.Checksum.Hex}. It was deleted. " +
                $"A proxy or login page may have answered instead; pull again{advice}");
        }

        store.Prepare(target);
        File.Move(part, target, overwrite: true);
    }
}
