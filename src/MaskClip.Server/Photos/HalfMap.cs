using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace MaskClip.Server.Photos;

/// <summary>A map of vectors as half-precision numbers, channel by channel: what browsers and Python read at once.</summary>
internal static class HalfMap
{
    /// <summary>Turns <c>[positions, channels]</c> into little-endian float16 <c>[channels, positions]</c>.</summary>
    public static byte[] Encode(ReadOnlySpan<float> rows, int positions)
    {
        int channels = rows.Length / positions;
        var bytes = new byte[rows.Length * 2];
        var halves = MemoryMarshal.Cast<byte, Half>(bytes.AsSpan());
        for (int position = 0; position < positions; position++)
        {
            var row = rows.Slice(position * channels, channels);
            for (int channel = 0; channel < channels; channel++) halves[channel * positions + position] = (Half)row[channel];
        }

        return bytes;
    }

    /// <summary>A strong validator of bytes.</summary>
    public static string Tag(byte[] bytes) => $"\"{Convert.ToHexStringLower(SHA256.HashData(bytes).AsSpan(0, 16))}\"";
}
