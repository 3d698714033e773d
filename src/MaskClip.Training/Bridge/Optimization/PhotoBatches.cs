using MaskClip.Training.Augmentation;
using MaskClip.Training.Bridge.Features;
using MaskClip.Training.Photos;
using static TorchSharp.torch;

namespace MaskClip.Training.Bridge.Optimization;

/// <summary>The photos of each step, as vectors: the whole and some of its windows, chosen anew each time.</summary>
/// <param name="shards">The features.</param>
/// <param name="photos">Numbers of the photos that have words and could be read.</param>
/// <param name="options">Batch and windows.</param>
/// <param name="channels">Length of a vector.</param>
/// <param name="seed">Of order and choice.</param>
internal sealed class PhotoBatches(PhotoShards shards, IReadOnlyList<int> photos, MapOptimization options, int channels, long seed)
{
    private readonly PhotoOrder order = new(photos.Count, seed);

    /// <summary>The photos of a step.</summary>
    public int[] Photos(int step) =>
        [.. Enumerable.Range(0, options.Batch).Select(index => photos[order[(long)step * options.Batch + index]])];

    /// <summary>Their vectors, <c>[photos, 1 + windows, channels]</c>.</summary>
    public Tensor Vectors(int step, IReadOnlyList<int> chosen, Device device)
    {
        int vectors = 1 + options.Windows;
        var values = new float[chosen.Count * vectors * channels];
        for (int index = 0; index < chosen.Count; index++)
        {
            var features = shards.Find(chosen[index], PhotoWindows.Name)!;
            var random = new SampleRandom(seed, step, index);
            int[] windows = [.. Enumerable.Range(1, PhotoWindows.Count)];
            for (int at = 0; at < vectors; at++)
            {
                int row = 0;
                if (at > 0)
                {
                    int other = at - 1 + random.Below(windows.Length - at + 1);
                    (windows[at - 1], windows[other]) = (windows[other], windows[at - 1]);
                    row = windows[at - 1];
                }

                FeatureReader.Row(features, row, values.AsSpan((index * vectors + at) * channels, channels));
            }
        }

        return tensor(values, [chosen.Count, vectors, channels]).to(device);
    }
}
