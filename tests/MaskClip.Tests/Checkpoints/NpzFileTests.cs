using System.IO.Compression;
using System.Text;
using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

/// <summary>NumPy's archives: read as they are written, and refused where they say what is not so.</summary>
public sealed class NpzFileTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(CompressionLevel.NoCompression)]
    [InlineData(CompressionLevel.Optimal)]
    public void Read_ArraysOfEveryType_AreTheirNumbers(CompressionLevel level)
    {
        var tensors = Read(level,
            ("a.weight", Npy("<f4", "(2, 3)", Bytes<float>([1, 2, 3, 4, 5, 6]))),
            ("half", Npy("<f2", "(2,)", [0x00, 0x3C, 0x00, 0xC0])),
            ("double", Npy("<f8", "()", Bytes<double>([0.5]))),
            ("whole", Npy("<i8", "(1, 2)", Bytes<long>([7, -8]))),
            ("byte", Npy("|u1", "(3,)", [1, 2, 255])));

        Assert.Equal([2, 3], tensors["a.weight"].Shape);
        Assert.Equal([1, 2, 3, 4, 5, 6], tensors["a.weight"].ToArray());
        Assert.Equal([1, -2], tensors["half"].ToArray());
        Assert.Empty(tensors["double"].Shape);
        Assert.Equal([0.5f], tensors["double"].ToArray());
        Assert.Equal([7L, -8], tensors["whole"].ToInt64Array());
        Assert.Equal([1, 2, 255], tensors["byte"].ToArray());
    }

    [Fact]
    public void Read_ColumnsFirst_AreTurned() => Assert.Equal(
        [1, 2, 3, 4, 5, 6],
        Read(CompressionLevel.Optimal, ("a", Npy("<f4", "(2, 3)", Bytes<float>([1, 4, 2, 5, 3, 6]), order: "True")))["a"].ToArray());

    [Fact]
    public void Read_SecondVersionOfTheHeader_IsTheSame() => Assert.Equal(
        [3], Read(CompressionLevel.Optimal, ("a", Npy("<f4", "(1,)", Bytes<float>([3]), version: 2)))["a"].ToArray());

    [Theory]
    [InlineData("|O", "(1,)", 8, "objects are never read")]
    [InlineData(">f4", "(1,)", 4, "its type is '>f4'")]
    [InlineData("|V2", "(1,)", 2, "its type is '|V2'")]
    [InlineData("<f4", "(2,)", 4, "does not have the 4 bytes")]
    [InlineData("<f4", "(1,)", 8, "does not have the 8 bytes")]
    [InlineData("<f4", "(65536, 65536, 65536, 65536)", 4, "does not have the 4 bytes")]
    [InlineData("<f4", "(99999999999,)", 4, "the size 99999999999")]
    [InlineData("<f4", "(__import__('os'),)", 4, "is not as NumPy writes it")]
    [InlineData("<f4", "(-1,)", 4, "is not as NumPy writes it")]
    public void Read_WhatCannotBe_IsRefusedByName(string type, string shape, int length, string message)
    {
        var error = Refused(("x.weight", Npy(type, shape, new byte[length])));

        Assert.Contains("tensor 'x.weight'", error.Message);
        Assert.Contains(message, error.Message);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(5)]
    [InlineData(11)]
    [InlineData(40)]
    public void Read_HeaderThatIsCutOff_IsRefused(int length) =>
        Assert.Contains("x.weight", Refused(("x.weight", Npy("<f4", "(1,)", [0, 0, 0, 0])[..length])).Message);

    [Fact]
    public void Read_HeaderThatClaimsGigabytes_IsRefusedWithoutTakingThem()
    {
        byte[] npy = Npy("<f4", "(1,)", [0, 0, 0, 0], version: 2);
        npy.AsSpan(8, 4).Fill(0x7F);
        long before = GC.GetAllocatedBytesForCurrentThread();

        Assert.Contains("are allowed", Refused(("x", npy)).Message);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Read_DamagedContent_IsRefusedWhenItIsRead()
    {
        byte[] zip = Zip(
            CompressionLevel.Optimal, ("x", Npy("<f4", "(4096,)", Bytes<float>([.. Enumerable.Range(0, 4096).Select(i => (float)i)]))));
        zip.AsSpan(2000, 200).Fill(0xFF);
        var tensor = WeightsFile.Read(MappedBytes.FromArray("damaged.npz", zip))["x"];

        Assert.Throws<CheckpointException>(() => tensor.ToArray());
    }

    private static byte[] Bytes<T>(T[] values)
        where T : struct => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static Dictionary<string, CheckpointTensor> Read(CompressionLevel level, params (string Name, byte[] Npy)[] arrays) =>
        WeightsFile.Read(MappedBytes.FromArray("model.npz", Zip(level, arrays)));

    private static CheckpointException Refused(params (string Name, byte[] Npy)[] arrays) =>
        Assert.Throws<CheckpointException>(() => Read(CompressionLevel.Optimal, arrays));

    private static byte[] Zip(CompressionLevel level, params (string Name, byte[] Npy)[] arrays)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach (var (name, npy) in arrays)
            {
                using var entry = zip.CreateEntry($"{name}.npy", level).Open();
                entry.Write(npy);
            }
        }

        return stream.ToArray();
    }

    /// <summary>An array as <c>numpy.save</c> writes it.</summary>
    private static byte[] Npy(string type, string shape, byte[] content, string order = "False", byte version = 1)
    {
        var literal = Encoding.Latin1.GetBytes($"{{'descr': '{type}', 'fortran_order': {order}, 'shape': {shape}, }}".PadRight(117) + "\n");
        byte[] length = version == 1 ? BitConverter.GetBytes((ushort)literal.Length) : BitConverter.GetBytes(literal.Length);
        return [0x93, .. "NUMPY"u8, version, 0, .. length, .. literal, .. content];
    }
}
