using System.IO.Compression;
using CsCheck;
using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

/// <summary>
/// Damage may go unnoticed inside the numbers, but nothing other than a CheckpointException comes out, and memory stays small.
/// </summary>
public sealed class DamagedFilesTests : IDisposable
{
    private const long AllowedAllocation = 4 << 20;
    private readonly TemporaryFolder _folder = new();

    public static TheoryData<string> Formats => [.. Samples.Keys];

    private static Dictionary<string, byte[]> Samples { get; } = new(StringComparer.Ordinal)
    {
        ["safetensors"] = SafetensorsBytes.Build(
            """
            {"__metadata__":{"k":"v"},"a":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},
             "b":{"dtype":"I64","shape":[],"data_offsets":[24,32]}}
            """,
            32),
        ["stored"] = TorchFiles.Zip(TorchFiles.SmallPickle, TorchFiles.SmallStorages),
        ["deflated"] = TorchFiles.Zip(TorchFiles.SmallPickle, TorchFiles.SmallStorages, CompressionLevel.Optimal),
        ["legacy"] = TorchFiles.Legacy(TorchFiles.SmallPickle, TorchFiles.SmallStorages),
    };

    public void Dispose() => _folder.Dispose();

    [Theory]
    [MemberData(nameof(Formats))]
    public void Open_TruncatedAnywhere_IsRefused(string format)
    {
        var whole = Samples[format];
        Assert.True(TryRead(whole));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.False(TryRead(whole[..length]), $"{length} of {whole.Length} bytes were accepted");
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Open_AnyByteChanged_ThrowsNothingElse(string format)
    {
        var file = (byte[])Samples[format].Clone();
        foreach (var change in new byte[] { 0x01, 0x80, 0xff })
        {
            for (var i = 0; i < file.Length; i++)
            {
                file[i] ^= change;
                TryRead(file);
                file[i] ^= change;
            }
        }
    }

    [Theory]
    [MemberData(nameof(Formats))]
    public void Open_ManyBytesChanged_ThrowsNothingElse(string format) =>
        Gen.Select(Gen.Int[0, Samples[format].Length - 1], Gen.Byte).Array[1, 8].Sample(
            changes =>
            {
                var file = (byte[])Samples[format].Clone();
                foreach (var (position, value) in changes) file[position] = value;
                TryRead(file);
            },
            iter: 1500,
            threads: 1);

    [Fact]
    public void Open_AnyBytes_ThrowsNothingElse()
    {
        byte[][] beginnings = [[], [0x80, 2], PickleBuilder.Magic, "PK\x03\x04"u8.ToArray(), [2, 0, 0, 0, 0, 0, 0, 0, (byte)'{']];
        Gen.Select(Gen.Int[0, beginnings.Length - 1], Gen.Byte.Array[0, 300]).Sample(
            (beginning, rest) => { TryRead([.. beginnings[beginning], .. rest]); }, iter: 1500, threads: 1);
    }

    private bool TryRead(byte[] content)
    {
        var path = _folder.File("damaged", content);
        var before = GC.GetAllocatedBytesForCurrentThread();
        try
        {
            using var checkpoint = Checkpoint.Open(path);
            foreach (var tensor in checkpoint.Tensors.Values) tensor.ToArray();
            return true;
        }
        catch (CheckpointException e)
        {
            Assert.Equal(path, e.Path);
            return false;
        }
        finally
        {
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, AllowedAllocation);
        }
    }
}
