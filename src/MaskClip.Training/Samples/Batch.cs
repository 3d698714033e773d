using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Samples;

/// <summary>Samples as tensors on a device.</summary>
internal sealed class Batch : IDisposable
{
    private Batch(Tensor images, Tensor labels, Tensor? teacher)
    {
        Images = images;
        Labels = labels;
        TeacherFeatures = teacher;
    }

    /// <summary><c>[n, 3, height, width]</c>.</summary>
    public Tensor Images { get; }

    /// <summary>int64 <c>[n, height, width]</c>.</summary>
    public Tensor Labels { get; }

    /// <summary><c>[n, d, rows, columns]</c> where features are distilled.</summary>
    public Tensor? TeacherFeatures { get; }

    /// <summary>Puts samples together.</summary>
    public static Batch Of(IReadOnlyList<TrainingSample> samples, int height, int width, Device device)
    {
        using var scope = NewDisposeScope();
        var images = Stack(samples, sample => sample.Pixels, 3, height, width);
        using var labels = Stack(samples, sample => Array.ConvertAll(sample.Labels, label => (long)label), height, width);
        Tensor? teacher = null;
        if (samples[0].TeacherFeatures is { } features)
        {
            int positions = samples[0].Rows * samples[0].Columns;
            using var rows = Stack(samples, sample => sample.TeacherFeatures!, positions, features.Length / positions);
            teacher = rows.transpose(1, 2).contiguous().view(samples.Count, -1, samples[0].Rows, samples[0].Columns);
        }

        return new Batch(
            images.to(device).DetachFromDisposeScope(),
            labels.to(device).DetachFromDisposeScope(),
            teacher?.to(device).DetachFromDisposeScope());
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Images.Dispose();
        Labels.Dispose();
        TeacherFeatures?.Dispose();
    }

    private static Tensor Stack<T>(IReadOnlyList<TrainingSample> samples, Func<TrainingSample, T[]> values, params int[] shape)
        where T : unmanaged
    {
        int size = values(samples[0]).Length;
        var joined = new T[size * samples.Count];
        for (int i = 0; i < samples.Count; i++) values(samples[i]).CopyTo(joined, i * size);
        return from_array(joined, typeof(T) == typeof(long) ? ScalarType.Int64 : ScalarType.Float32).view(
            [samples.Count, .. shape.Select(side => (long)side)]);
    }
}
