using System.Buffers.Binary;
using System.IO.Compression;
using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

public sealed class ZipArchiveTests : IDisposable
{
    private const uint DirectoryEntry = 0x02014b50;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Open_ZipOfSomethingElse_IsRefused()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true)) zip.CreateEntry("letter.docx");
        Assert.Contains("no data.pkl", Refused(stream.ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_EntryTwice_IsRefused()
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("archive/data.pkl");
            zip.CreateEntry("archive/data.pkl");
        }

        Assert.Contains("two entries", Refused(stream.ToArray()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(8, 1, "encrypted")]
    [InlineData(10, 12, "method 12")]
    public void Open_EntryThatCannotBeRead_IsRefused(int field, ushort value, string message)
    {
        var archive = TorchFiles.Zip(TorchFiles.SmallPickle, TorchFiles.SmallStorages);
        BinaryPrimitives.WriteUInt16LittleEndian(archive.AsSpan(FirstEntry(archive) + field), value);
        Assert.Contains(message, Refused(archive).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(CompressionLevel.NoCompression, 1000, "cannot hold")]
    [InlineData(CompressionLevel.NoCompression, 200 << 20, "cannot hold")]
    [InlineData(CompressionLevel.Optimal, 200 << 20, "cannot hold")]
    [InlineData(CompressionLevel.NoCompression, 1 << 30, "data.pkl has")]
    public void Open_EntryThatClaimsMoreThanItStores_IsRefusedWithoutAllocating(CompressionLevel level, uint claimed, string message)
    {
        var archive = TorchFiles.Zip(TorchFiles.SmallPickle, TorchFiles.SmallStorages, level);
        BinaryPrimitives.WriteUInt32LittleEndian(archive.AsSpan(FirstEntry(archive) + 24), claimed);
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains(message, Refused(archive).Message, StringComparison.Ordinal);
        Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
    }

    [Fact]
    public void Open_BigEndianArchive_IsRefused()
    {
        using var stream = new MemoryStream();
        stream.Write(TorchFiles.Zip(TorchFiles.SmallPickle, TorchFiles.SmallStorages));
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Update, leaveOpen: true))
        {
            using var order = zip.CreateEntry("archive/byteorder", CompressionLevel.NoCompression).Open();
            order.Write("big"u8);
        }

        Assert.Contains("big-endian", Refused(stream.ToArray()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Open_StorageNeverAskedFor_IsNotRead()
    {
        // The second storage's deflate stream is broken, which is found when, and only when, its tensor is read.
        var archive = TorchFiles.Zip(TorchFiles.SmallPickle, TorchFiles.SmallStorages, CompressionLevel.Optimal);
        var entry = archive.AsSpan().LastIndexOf("archive/data/1"u8);
        var local = archive.AsSpan().IndexOf("archive/data/1"u8);
        Assert.NotEqual(entry, local);
        archive[local + "archive/data/1".Length] = 0xff;
        using var checkpoint = Checkpoint.Open(_folder.File("lazy.pt", archive));
        Assert.Equal(6, checkpoint.Require("weight").ToArray().Length);
        Assert.Throws<CheckpointException>(() => checkpoint.Require("bias").ToArray());
    }

    private static int FirstEntry(byte[] archive)
    {
        var signature = new byte[4];
        BinaryPrimitives.WriteUInt32LittleEndian(signature, DirectoryEntry);
        return archive.AsSpan().IndexOf(signature);
    }

    private CheckpointException Refused(byte[] content)
    {
        var path = _folder.File("refused.pt", content);
        return Assert.Throws<CheckpointException>(() => Checkpoint.Open(path));
    }
}
