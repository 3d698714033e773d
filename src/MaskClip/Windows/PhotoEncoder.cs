using MaskClip.Imaging;
using MaskClip.Methods;
using MaskClip.Model;
using MaskClip.Scores;
using MaskClip.Storage;
using MaskClip.Towers;
using MaskClip.Towers.Blocks;

namespace MaskClip.Windows;

/// <summary>Resizes photos and embeds them window by window.</summary>
/// <param name="tower">The image tower.</param>
/// <param name="resize">How photos are resized.</param>
/// <param name="normalization">How photos become the tower's input.</param>
internal sealed class PhotoEncoder(ImageTower tower, InputResize resize, PhotoNormalization normalization)
{
    /// <summary>Windows in one call of the engine.</summary>
    /// <remarks>Measured by the benchmarks' <c>windows</c>.</remarks>
    public int Batch { get; init; } = 8;

    /// <summary>Brings a photo to a pass's size, without padding.</summary>
    public RentedImage Resize(RgbImage photo, PassPlan plan)
    {
        int width = plan.Columns.Input, height = plan.Rows.Input;
        return resize == InputResize.OpenCvBilinear
            ? OpenCvResampling.Resize(photo, width, height)
            : RentedImage.Resized(photo, width, height);
    }

    /// <summary>Embeds one row of windows.</summary>
    /// <param name="input">The photo at the pass's size.</param>
    /// <param name="plan">The pass.</param>
    /// <param name="row">Index of the row of windows.</param>
    /// <param name="buffers">What features are written into until it is disposed; <see langword="null"/> allocates.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    public GridFeatures[] EmbedRow(RentedImage input, PassPlan plan, int row, RentedBuffers? buffers, CancellationToken cancellationToken)
    {
        var windows = new List<GridFeatures>(plan.Columns.Starts.Count);
        foreach (int[] starts in plan.Columns.Starts.Chunk(Batch))
            EmbedBatch(windows, input, plan, plan.Rows.Starts[row], starts, buffers, cancellationToken);
        return [.. windows];
    }

    private void EmbedBatch(
        List<GridFeatures> windows,
        RentedImage input,
        PassPlan plan,
        int y,
        int[] starts,
        RentedBuffers? buffers,
        CancellationToken cancellationToken)
    {
        int count = starts.Length, width = plan.Columns.Padded, height = plan.Rows.Padded, window = 3 * width * height;
        var secondPass = tower.SecondPass;
        // A second pass needs the pixels.
        using var ours = new RentedBuffers();
        var pixels = secondPass is null ? ours.Rent(count * window) : new float[count * window];
        for (int i = 0; i < count; i++)
        {
            var box = new PixelBox(starts[i], y, plan.Columns.Length, plan.Rows.Length);
            normalization.Apply(input.Pixels, input.Width, box, plan.Mirrored, width, height, pixels.AsSpan(i * window, window));
        }

        if (secondPass is not null)
        {
            var encoded = tower.Encoder.Encode(pixels, count, height, width, cancellationToken);
            windows.AddRange(
                starts.Select((_, i) => new GridFeatures(Part(encoded.Features, i), Part(encoded.Key ?? [], i), new WindowSecondPass(
                secondPass, encoded.FirstPasses[i], pixels.AsMemory(i * window, window), encoded.Rows, encoded.Columns))));
            return;
        }

        Memory<float> features = default, key = default, surroundings = default;
        tower.Encoder.Run(pixels.AsMemory(0, count * window), count, height, width, Room, cancellationToken);
        for (int i = 0; i < count; i++)
            windows.Add(new GridFeatures(Part(features, i), Part(key, i)) { Surroundings = Part(surroundings, i) });

        float[] Room(string output, int length)
        {
            var buffer = buffers?.Rent(length) ?? GC.AllocateUninitializedArray<float>(length);
            if (output == ImageGraphNames.Features) features = buffer.AsMemory(0, length);
            else if (output == ImageGraphNames.Key) key = buffer.AsMemory(0, length);
            else surroundings = buffer.AsMemory(0, length);
            return buffer;
        }

        Memory<float> Part(Memory<float> all, int i) => all.Slice(i * (all.Length / count), all.Length / count);
    }
}
