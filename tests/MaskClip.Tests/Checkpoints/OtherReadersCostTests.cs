using MaskClip.Checkpoints;
using MaskClip.Checkpoints.Onnx;

namespace MaskClip.Tests.Checkpoints;

/// <summary>ONNX files and safetensors headers cost what their size allows, as torch's archives do.</summary>
public sealed class OtherReadersCostTests
{
    [Theory]
    [InlineData(1)]
    [InlineData(5)]
    public void Onnx_EntriesOfNothing_AreCounted(byte field)
    {
        const int Entries = 300_000;
        byte[] graph = [.. Enumerable.Repeat((byte[])[(byte)(field << 3 | 2), 0], Entries).SelectMany(entry => entry)];
        byte[] file = [7 << 3 | 2, .. Varint(graph.Length), .. graph];
        using var bytes = MappedBytes.FromArray("hollow.onnx", file);

        var error = Assert.Throws<CheckpointException>(() => OnnxWeights.Read(bytes));

        if (field == 1) Assert.Contains("MiB of memory", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Onnx_AttributeOfManyNumbers_IsCounted()
    {
        // A node with one attribute of integers, a byte each, which take 24 bytes each here.
        byte[] numbers = new byte[5_000_000];
        byte[] attribute = [8 << 3 | 2, .. Varint(numbers.Length), .. numbers];
        byte[] node = [5 << 3 | 2, .. Varint(attribute.Length), .. attribute];
        byte[] graph = [1 << 3 | 2, .. Varint(node.Length), .. node];
        using var bytes = MappedBytes.FromArray("numbers.onnx", [7 << 3 | 2, .. Varint(graph.Length), .. graph]);

        Assert.Contains(
            "MiB of memory", Assert.Throws<CheckpointException>(() => OnnxWeights.Read(bytes)).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("module.")]
    [InlineData("_orig_mod.")]
    [InlineData("a")]
    public void Safetensors_NameWithoutEnd_IsRefused(string part)
    {
        var name = string.Concat(Enumerable.Repeat(part, 1_000_000));

        var error = Assert.Throws<CheckpointException>(
            () => SafetensorsFile.Parse("long.safetensors", SafetensorsBytes.One(name, "F32", [1], new byte[4])));

        Assert.Contains($"its name has {name.Length} letters", error.Message, StringComparison.Ordinal);
        Assert.True(error.Message.Length < 500);
    }

    private static byte[] Varint(int value)
    {
        var bytes = new List<byte>();
        for (; value > 0x7F; value >>= 7) bytes.Add((byte)(value | 0x80));
        bytes.Add((byte)value);
        return [.. bytes];
    }
}
