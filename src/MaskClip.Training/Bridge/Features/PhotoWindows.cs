using System.Numerics.Tensors;
using MaskClip.Families.Bridge;

namespace MaskClip.Training.Bridge.Features;

/// <summary>
/// A photo's last stage as training sees it: the mean of all positions, and means of small windows evenly spread over it.
/// </summary>
internal static class PhotoWindows
{
    /// <summary>The tensor's name.</summary>
    public const string Name = "windows";

    /// <summary>Windows of a photo.</summary>
    public const int Count = Across * Across;

    /// <summary>Vectors of a photo: the whole, then its windows.</summary>
    public const int Vectors = 1 + Count;

    private const int Across = 5;
    private const int Side = 3;

    /// <summary>The vectors, <c>[26, channels]</c>. In a grid narrower than a window, windows are as narrow.</summary>
    public static float[] Of(LastStage photo)
    {
        int channels = photo.Positions.Length / (photo.Rows * photo.Columns);
        var vectors = new float[Vectors * channels];
        Mean(photo, 0, photo.Rows, 0, photo.Columns, vectors.AsSpan(0, channels));
        int height = Math.Min(Side, photo.Rows), width = Math.Min(Side, photo.Columns);
        for (int window = 0; window < Count; window++)
        {
            int top = First(window / Across, photo.Rows - height), left = First(window % Across, photo.Columns - width);
            Mean(photo, top, height, left, width, vectors.AsSpan((1 + window) * channels, channels));
        }

        return vectors;
    }

    private static int First(int window, int last) => (int)Math.Round((double)window * last / (Across - 1));

    private static void Mean(LastStage photo, int top, int height, int left, int width, Span<float> mean)
    {
        for (int y = top; y < top + height; y++)
        {
            for (int x = left; x < left + width; x++)
            {
                TensorPrimitives.Add(mean, photo.Positions.AsSpan((y * photo.Columns + x) * mean.Length, mean.Length), mean);
            }
        }

        TensorPrimitives.Divide(mean, height * width, mean);
    }
}
