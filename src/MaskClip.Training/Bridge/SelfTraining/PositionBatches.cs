using MaskClip.Training.Augmentation;
using MaskClip.Training.Bridge.Features;
using MaskClip.Training.Photos;
using static TorchSharp.torch;

namespace MaskClip.Training.Bridge.SelfTraining;

/// <summary>The labeled positions of each step.</summary>
/// <param name="shards">Pooled positions.</param>
/// <param name="photos">Labeled photos; their numbers are those of <paramref name="shards"/>.</param>
/// <param name="options">How many.</param>
/// <param name="channels">Length of a vector.</param>
/// <param name="seed">Of order and choice.</param>
internal sealed class PositionBatches(PhotoShards shards, IReadOnlyList<LabeledPositions> photos, PositionOptions options, int channels,
    long seed)
{
    private readonly PhotoOrder order = new(photos.Count, seed);

    /// <summary>Vectors <c>[positions, channels]</c> and labels <c>[positions]</c> of a step.</summary>
    public (Tensor Vectors, Tensor Labels) Of(int step, Device device)
    {
        var values = new List<float>();
        var labels = new List<long>();
        var row = new float[channels];
        for (int index = 0; index < options.Batch; index++)
        {
            var photo = photos[order[(long)step * options.Batch + index]];
            var features = shards.Find(photo.Photo, PositionFeatures.Pooled)!;
            var random = new SampleRandom(seed, step, index);
            int[] positions = [.. Enumerable.Range(0, photo.Labels.Length)];
            for (int at = 0; at < Math.Min(options.Positions, positions.Length); at++)
            {
                int other = at + random.Below(positions.Length - at);
                (positions[at], positions[other]) = (positions[other], positions[at]);
                FeatureReader.Row(features, positions[at], row);
                values.AddRange(row);
                labels.Add(photo.Labels[positions[at]]);
            }
        }

        return (tensor(values.ToArray(), [labels.Count, channels]).to(device), tensor(labels.ToArray()).to(device));
    }
}
