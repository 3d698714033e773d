using System.Text;

namespace MaskClip.Tests.Checkpoints;

/// <summary>Builds safetensors files from a header's text, right or wrong.</summary>
internal static class SafetensorsBytes
{
    public static byte[] Build(string header, int dataLength) => Build(Encoding.UTF8.GetBytes(header), new byte[dataLength]);

    public static byte[] Build(byte[] header, byte[] data) => [.. BitConverter.GetBytes((long)header.Length), .. header, .. data];

    /// <summary>One tensor that fills the data.</summary>
    public static byte[] One(string name, string dtype, int[] shape, byte[] data)
    {
        var dimensions = string.Join(',', shape);
        var header = $$$"""{"{{{name}}}":{"dtype":"{{{dtype}}}","shape":[{{{dimensions}}}],"data_offsets":[0,{{{data.Length}}}]}}""";
        return Build(Encoding.UTF8.GetBytes(header), data);
    }
}
