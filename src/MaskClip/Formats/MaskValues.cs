using System.Buffers;
using MaskClip.Imaging;
using MaskClip.Storage;

namespace MaskClip.Formats;

/// <summary>The numbers by which masks for people's own names know classes: 0 is background or nothing, the names follow from 1.</summary>
/// <remarks>
/// So a name keeps its number whether a background is named or not. A data set's masks keep the data set's numbers, and
/// <see cref="Segmentation.Labels"/> are indices of the vocabulary. Safe to use from several threads.
/// </remarks>
public static class MaskValues
{
    /// <summary>The number of a class.</summary>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="classIndex">Index into them.</param>
    public static int Of(Vocabulary vocabulary, int classIndex)
    {
        ArgumentNullException.ThrowIfNull(vocabulary);
        return vocabulary.Classes[0].IsBackground ? classIndex : classIndex + 1;
    }

    /// <summary>Writes a result as a mask: a PNG with a palette of 8 bits up to 255 numbers, else gray of 16 bits.</summary>
    /// <param name="result">The result.</param>
    /// <param name="stream">Where to; left open.</param>
    public static void Save(Segmentation result, Stream stream)
    {
        ArgumentNullException.ThrowIfNull(result);
        ArgumentNullException.ThrowIfNull(stream);
        var vocabulary = result.Vocabulary;
        int first = Of(vocabulary, 0), count = result.Labels.Length;
        var palette = first + vocabulary.Classes.Count <= LabelBytes.MaxClasses ? MaskPalette.Of(vocabulary, first) : [];
        ushort[]? rented = first == 0 ? null : ArrayPool<ushort>.Shared.Rent(count);
        if (rented is not null)
        {
            // 65535 and 1 more is 0, and no other label comes to that.
            System.Numerics.Tensors.TensorPrimitives.Add<ushort>(result.Labels, 1, rented);
            rented.AsSpan(0, count).Replace((ushort)0, Segmentation.Ignore);
        }

        PngWriter.WriteLabels(stream, result.Width, result.Height, rented is null ? result.Labels : rented.AsSpan(0, count), palette);
        if (rented is not null) ArrayPool<ushort>.Shared.Return(rented);
    }
}
