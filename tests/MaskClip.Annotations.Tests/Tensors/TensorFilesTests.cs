using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using MaskClip.Annotations.Tensors;

namespace MaskClip.Annotations.Tests.Tensors;

/// <summary>Results as tensors, read by the formats' own rules.</summary>
public sealed class TensorFilesTests
{
    private static readonly float[] Scores = [0, 0.25f, 0.5f, 1, 0.125f, 0.75f];

    private static readonly ushort[] Labels = [0, 1, Segmentation.Ignore, 1, 0, 0];

    [Fact]
    public void Safetensors_HoldsScoresLabelsAndNames()
    {
        using var folder = new TemporaryFolder();
        var bytes = File.ReadAllBytes(Assert.Single(Write("safetensors", folder.Path)));
        int length = (int)BinaryPrimitives.ReadInt64LittleEndian(bytes);
        using var header = JsonDocument.Parse(bytes.AsMemory(8, length));
        var data = bytes.AsSpan(8 + length).ToArray();

        Assert.Equal(0, (8 + length) % 8);
        Assert.Equal(["cat", "a \"dog\""], JsonSerializer.Deserialize<string[]>(
            header.RootElement.GetProperty("__metadata__").GetProperty("classes").GetString()!)!);
        Assert.Equal(Scores, MemoryMarshal.Cast<byte, float>(Part("scores", "F32", [2, 1, 3])).ToArray());
        Assert.Equal(Labels, MemoryMarshal.Cast<byte, ushort>(Part("labels", "U16", [2, 3])).ToArray());

        byte[] Part(string name, string type, int[] shape)
        {
            var one = header.RootElement.GetProperty(name);
            Assert.Equal(type, one.GetProperty("dtype").GetString());
            Assert.Equal(shape, Golden.Ints(one.GetProperty("shape")));
            int[] offsets = Golden.Ints(one.GetProperty("data_offsets"));
            return data[offsets[0]..offsets[1]];
        }
    }

    [Fact]
    public void Numpy_HoldsWhatItsHeaderSays()
    {
        using var folder = new TemporaryFolder();
        var paths = Write("npy", folder.Path);
        Assert.Equal(["a.scores.npy", "a.labels.npy"], paths.Select(Path.GetFileName));
        Check(paths[0], "{'descr': '<f4', 'fortran_order': False, 'shape': (2, 1, 3), }", MemoryMarshal.AsBytes(Scores.AsSpan()).ToArray());
        Check(paths[1], "{'descr': '<u2', 'fortran_order': False, 'shape': (2, 3), }", MemoryMarshal.AsBytes(Labels.AsSpan()).ToArray());

        static void Check(string path, string header, byte[] data)
        {
            var bytes = File.ReadAllBytes(path);
            Assert.Equal([0x93, .. "NUMPY"u8, 1, 0], bytes[..8]);
            int length = BinaryPrimitives.ReadUInt16LittleEndian(bytes.AsSpan(8));
            var text = Encoding.ASCII.GetString(bytes, 10, length);
            Assert.Equal((0, '\n', header), ((10 + length) % 64, text[^1], text.TrimEnd()));
            Assert.Equal(data, bytes[(10 + length)..]);
        }
    }

    private static IReadOnlyList<string> Write(string format, string folder)
    {
        TensorFiles.Register();
        TensorFiles.Register();
        var classes = new Vocabulary([new VocabularyClass("cat", ["cat"], false), new VocabularyClass("a \"dog\"", ["dog"], false)]);
        var result = new Segmentation(3, 2, classes, Labels, Scores, gridWidth: 3, gridHeight: 1);
        return Assert.Single(SegmentationWriters.Parse(format)).Write(new RgbImage(3, 2, new byte[18]), result, folder, "a");
    }
}
