using System.Runtime.InteropServices;
using CsCheck;
using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

public sealed class CheckpointTensorTests
{
    [Fact]
    public void ToArray_EveryType_Converts()
    {
        Assert.Equal([1.5f, -2f], Read("F64", Bytes(1.5, -2.0)));
        Assert.Equal([1.5f, -2f], Read("F32", Bytes(1.5f, -2f)));
        Assert.Equal([1.5f, -2f], Read("F16", Bytes((Half)1.5f, (Half)(-2f))));
        Assert.Equal([1.5f, -2f], Read("BF16", Bytes<ushort>(0x3fc0, 0xc000)));
        Assert.Equal([7f, -8f], Read("I64", Bytes(7L, -8L)));
        Assert.Equal([7f, -8f], Read("I32", Bytes(7, -8)));
        Assert.Equal([7f, -8f], Read("I16", Bytes<short>(7, -8)));
        Assert.Equal([7f, -8f], Read("I8", Bytes<sbyte>(7, -8)));
        Assert.Equal([7f, 255f], Read("U8", Bytes<byte>(7, 255)));
        Assert.Equal([1f, 0f], Read("BOOL", Bytes<byte>(1, 0)));
    }

    [Fact]
    public void ToInt64Array_IntegerTypes_AreExact()
    {
        Assert.Equal([long.MaxValue, long.MinValue], Tensor("I64", Bytes(long.MaxValue, long.MinValue)).ToInt64Array());
        Assert.Equal([int.MaxValue, int.MinValue], Tensor("I32", Bytes(int.MaxValue, int.MinValue)).ToInt64Array());
        Assert.Equal([short.MaxValue, short.MinValue], Tensor("I16", Bytes(short.MaxValue, short.MinValue)).ToInt64Array());
        Assert.Equal([sbyte.MaxValue, sbyte.MinValue], Tensor("I8", Bytes(sbyte.MaxValue, sbyte.MinValue)).ToInt64Array());
        Assert.Equal([255, 0], Tensor("U8", Bytes<byte>(255, 0)).ToInt64Array());
        Assert.Equal([1, 0], Tensor("BOOL", Bytes<byte>(1, 0)).ToInt64Array());
    }

    [Fact]
    public void ToInt64Array_Floats_AreRefused() =>
        Assert.Equal("t", Assert.Throws<CheckpointException>(() => Tensor("F32", Bytes(1f)).ToInt64Array()).Tensor);

    [Fact]
    public void ToArray_HalfAndBFloat16_EqualTheScalarConversionForEveryBitPattern()
    {
        var patterns = Enumerable.Range(0, 1 << 16).Select(value => (ushort)value).ToArray();
        var half = Read("F16", Bytes(patterns));
        var brain = Read("BF16", Bytes(patterns));
        for (var i = 0; i < patterns.Length; i++)
        {
            var expected = (float)BitConverter.UInt16BitsToHalf(patterns[i]);
            Assert.True(expected.Equals(half[i]), $"half {i:x4}");
            Assert.Equal((uint)i << 16, BitConverter.SingleToUInt32Bits(brain[i]));
        }
    }

    [Fact]
    public void ToArray_UnalignedData_IsReadRight() =>
        Gen.Select(Gen.Int[1, 9], Gen.Float.Array[0, 40]).Sample((padding, values) =>
        {
            // An odd number of bytes before the floats leaves them unaligned.
            var header = $$$"""
                {"pad":{"dtype":"U8","shape":[{{{padding}}}],"data_offsets":[0,{{{padding}}}]},
                "t":{"dtype":"F32","shape":[{{{values.Length}}}],"data_offsets":[{{{padding}}},{{{padding + (4 * values.Length)}}}]}}
                """;
            var content = SafetensorsBytes.Build(System.Text.Encoding.UTF8.GetBytes(header), [.. new byte[padding], .. Bytes(values)]);
            using var file = SafetensorsFile.Parse("x", content);
            Assert.Equal(Bytes(values), Bytes(file["t"].ToArray()));
        });

    [Fact]
    public void CopyTo_ShortDestination_IsRefused() =>
        Assert.Throws<ArgumentException>(() => Tensor("F32", Bytes(1f, 2f)).CopyTo(new float[1]));

    [Fact]
    public void CopyTo_LongDestination_LeavesTheRest()
    {
        var destination = new float[] { 9, 9, 9 };
        Tensor("BF16", Bytes<ushort>(0x3f80, 0x4000)).CopyTo(destination);
        Assert.Equal([1, 2, 9], destination);
    }

    [Fact]
    public void Transpose_Matrix_ExchangesRowsAndColumns()
    {
        var transposed = Tensor("F32", Bytes(1f, 2, 3, 4, 5, 6), 2, 3).Transpose("other");
        Assert.Equal("other", transposed.Name);
        Assert.Equal([3, 2], transposed.Shape);
        Assert.Equal([1, 4, 2, 5, 3, 6], transposed.ToArray());
        Assert.Equal("t", Assert.Throws<CheckpointException>(() => Tensor("F32", Bytes(1f)).Transpose("other")).Tensor);
    }

    private static float[] Read(string dtype, byte[] data) => Tensor(dtype, data).ToArray();

    private static CheckpointTensor Tensor(string dtype, byte[] data, params int[] shape)
    {
        Assert.True(ElementTypes.TryParse(dtype, out var type));
        if (shape.Length == 0) shape = [data.Length / type.Size()];
        return SafetensorsFile.Parse("x", SafetensorsBytes.One("t", dtype, shape, data))["t"];
    }

    private static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();
}
