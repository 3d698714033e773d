using System.Globalization;
using MaskClip.Checkpoints;
using MaskClip.Labelling.Jobs;
using MaskClip.Labelling.Work;

namespace MaskClip.Labelling.Features;

/// <summary>The features that a job kept of a shard's photos.</summary>
internal sealed class FeatureShard : IPhotoLabelingOutput
{
    private readonly SafetensorsFile file;

    /// <summary>Opens them.</summary>
    /// <exception cref="IOException">They are not there, or are damaged.</exception>
    public FeatureShard(LabelJob job, int shard)
    {
        var path = PathOf(job, shard);
        if (!File.Exists(path))
        {
            throw new IOException(
                $"There are no features in '{path}'. Let the job that keeps them be done first; one that did not keep any must be begun " +
                "anew.");
        }

        file = SafetensorsFile.Open(path);
        if (file.Metadata.GetValueOrDefault("job") == job.Description.Hash) return;
        file.Dispose();
        throw new IOException($"'{path}' holds features of another job. Remove it, and run the job that keeps features again.");
    }

    /// <summary>Where a shard's features are, or will be.</summary>
    public static string PathOf(LabelJob job, int shard) => job.Place("features", shard, "safetensors");

    /// <summary>The name of a photo's tensor.</summary>
    public static string NameOf(int number, string what) => string.Create(CultureInfo.InvariantCulture, $"{number}.{what}");

    /// <summary>The size of a photo; <see langword="null"/> where none of its features were kept.</summary>
    public (int Width, int Height)? SizeOf(int number) =>
        file.Metadata.GetValueOrDefault(number.ToString(CultureInfo.InvariantCulture))?.Split('x') is [var width, var height]
            ? (int.Parse(width, CultureInfo.InvariantCulture), int.Parse(height, CultureInfo.InvariantCulture))
            : null;

    /// <summary>Features, keys or surroundings of a photo; none where there are none.</summary>
    public float[] Read(int number, string what) => file.Tensors.TryGetValue(NameOf(number, what), out var tensor) ? tensor.ToArray() : [];

    /// <inheritdoc/>
    public void Commit()
    {
        // Nothing is written.
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        file.Dispose();
        return ValueTask.CompletedTask;
    }
}
