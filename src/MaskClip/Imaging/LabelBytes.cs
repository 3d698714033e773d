using System.Runtime.Intrinsics;

namespace MaskClip.Imaging;

/// <summary>Labels of 8 bits: what masks of up to 255 classes hold, where 255 is <see cref="Segmentation.Ignore"/>.</summary>
/// <remarks>Safe to use from several threads.</remarks>
public static class LabelBytes
{
    /// <summary>What <see cref="Segmentation.Ignore"/> is in 8 bits.</summary>
    public const byte Ignore = byte.MaxValue;

    /// <summary>The most classes that 8 bits tell apart, beside <see cref="Ignore"/>.</summary>
    public const int MaxClasses = Ignore;

    /// <summary>
    /// Labels in 8 bits; greater ones, of which there should be none but <see cref="Segmentation.Ignore"/>, become <see cref="Ignore"/>.
    /// </summary>
    public static byte[] Narrow(ReadOnlySpan<ushort> labels)
    {
        var bytes = GC.AllocateUninitializedArray<byte>(labels.Length);
        Narrow(labels, bytes);
        return bytes;
    }

    /// <summary>The same into bytes that are there already.</summary>
    /// <param name="labels">The labels.</param>
    /// <param name="bytes">Takes as many.</param>
    public static void Narrow(ReadOnlySpan<ushort> labels, Span<byte> bytes)
    {
        int i = 0, half = Vector256<ushort>.Count;
        for (; i <= labels.Length - 2 * half; i += 2 * half)
        {
            Vector256.NarrowWithSaturation(Vector256.Create(labels[i..]), Vector256.Create(labels[(i + half)..])).CopyTo(bytes[i..]);
        }

        for (; i < labels.Length; i++) bytes[i] = (byte)Math.Min(labels[i], (ushort)Ignore);
    }

    /// <summary>Labels of 8 bits in 16; <see cref="Ignore"/> becomes <see cref="Segmentation.Ignore"/>.</summary>
    public static ushort[] Widen(ReadOnlySpan<byte> bytes)
    {
        var labels = GC.AllocateUninitializedArray<ushort>(bytes.Length);
        for (int i = 0; i < labels.Length; i++) labels[i] = bytes[i] == Ignore ? Segmentation.Ignore : bytes[i];
        return labels;
    }
}
