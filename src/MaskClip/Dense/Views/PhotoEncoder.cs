using System.Buffers;
using MaskClip.Clip;
using MaskClip.Imaging;

namespace MaskClip.Dense;

/// <summary>Resizes photos and embeds them window by window.</summary>
/// <param name="encoder">The image tower.</param>
/// <param name="options">Sizes, windows, flip, scales.</param>
/// <param name="mean">Mean of red, green, blue, on the scale 0..1.</param>
/// <param name="std">Deviation of red, green, blue, on the scale 0..1.</param>
/// <param name="again">Looks at windows again, where the method does.</param>
internal sealed class PhotoEncoder(ImageEncoder encoder, SegmenterOptions options, float[] mean, float[] std, SecondLookEncoder? again = null) : IDisposable
{
    /// <summary>Windows in one call of the engine.</summary>
    /// <remarks>Measured by the benchmarks' <c>windows</c>.</remarks>
    public int Batch { get; init; } = 8;

    /// <summary>Mean of red, green, blue that is subtracted.</summary>
    public ReadOnlySpan<float> Mean => mean;

    /// <summary>Deviation of red, green, blue that is divided by.</summary>
    public ReadOnlySpan<float> Std => std;

    /// <summary>Brings a photo to a pass's size, without padding.</summary>
    public RgbImage Resize(RgbImage photo, PassPlan plan) => options.Resize switch
    {
        InputResize.OpenCvBilinear => OpenCvResampling.Resize(photo, plan.Columns.Input, plan.Rows.Input),
        _ => photo.Resize(plan.Columns.Input, plan.Rows.Input, ResampleFilter.Bicubic),
    };

    /// <summary>Embeds one row of windows.</summary>
    /// <param name="input">The photo at the pass's size.</param>
    /// <param name="plan">The pass.</param>
    /// <param name="row">Index of the row of windows.</param>
    /// <param name="cancellationToken">Stops the engine.</param>
    public GridFeatures[] EmbedRow(RgbImage input, PassPlan plan, int row, CancellationToken cancellationToken)
    {
        var windows = new List<GridFeatures>();
        foreach (int[] starts in plan.Columns.Starts.Chunk(Batch)) windows.AddRange(EmbedBatch(input, plan, plan.Rows.Starts[row], starts, cancellationToken));
        return [.. windows];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        encoder.Dispose();
        again?.Dispose();
    }

    private IEnumerable<GridFeatures> EmbedBatch(RgbImage input, PassPlan plan, int y, int[] starts, CancellationToken cancellationToken)
    {
        int width = plan.Columns.Padded, height = plan.Rows.Padded, window = 3 * width * height;
        // Lent from photo to photo, for fresh pages are slow; a second look keeps them.
        var pixels = again is null ? ArrayPool<float>.Shared.Rent(starts.Length * window) : new float[starts.Length * window];
        var encoded = Encode();
        int features = encoded.Features.Length / starts.Length, key = (encoded.Key?.Length ?? 0) / starts.Length;
        return starts.Select((_, i) => new GridFeatures(
            encoded.Features.AsMemory(i * features, features),
            encoded.Key.AsMemory(i * key, key),
            again is null ? null : new SecondLook(again, encoded.FirstLooks[i], pixels.AsMemory(i * window, window), encoded.Rows, encoded.Columns)));

        EncodedImages Encode()
        {
            try
            {
                for (int i = 0; i < starts.Length; i++)
                {
                    var box = new PixelBox(starts[i], y, plan.Columns.Length, plan.Rows.Length);
                    ImageTensor.NormaliseWindow(input, box, plan.Mirrored, width, height, mean, std, pixels.AsSpan(i * window, window));
                }

                return encoder.Encode(pixels.AsMemory(0, starts.Length * window), starts.Length, height, width, cancellationToken);
            }
            finally
            {
                if (again is null) ArrayPool<float>.Shared.Return(pixels);
            }
        }
    }
}
