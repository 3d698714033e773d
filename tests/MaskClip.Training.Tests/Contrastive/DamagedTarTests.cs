using System.Formats.Tar;
using System.Text;
using MaskClip.Training.Contrastive.Pairs;

namespace MaskClip.Training.Tests.Contrastive;

/// <summary>Whatever is wrong with a tar is an error that names the file and, where one is known, the entry.</summary>
public sealed class DamagedTarTests : IDisposable
{
    private const int Block = 512;

    private readonly string folder = Directory.CreateTempSubdirectory("maskclip-tar").FullName;

    private string Tar => Path.Combine(folder, "pairs.tar");

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Theory]
    [InlineData("00777777777 ")]
    [InlineData("not octal!! ")]
    [InlineData("            ")]
    [InlineData("-0000000001 ")]
    public void ASizeThatIsNotTrue_NamesTheEntry(string size)
    {
        Write(header => Encoding.ASCII.GetBytes(size).CopyTo(header, 124));
        AssertRefused("'b.txt'", size.Trim().Length == 0);
    }

    [Theory]
    [InlineData(0x80, 0x7F)]
    [InlineData(0xFF, 0xFF)]
    [InlineData(0x80, 0)]
    public void ASizeInBase256_IsRefusedWhereItIsNotTrue(byte first, byte other)
    {
        Write(header =>
        {
            header.AsSpan(124, 12).Fill(other);
            header[124] = first;
            header[131] = 0xF0;
        });
        AssertRefused("'b.txt'");
    }

    [Theory]
    [InlineData('S', "is sparse")]
    [InlineData('x', "")]
    [InlineData('L', "")]
    [InlineData('K', "")]
    public void AnotherKindOfEntry_IsReadOrRefusedAsAWhole(char kind, string expected)
    {
        Write(header => header[156] = (byte)kind);
        if (expected.Length > 0) AssertRefused(expected);
        else AssertReadOrRefused();
    }

    [Fact]
    public void ASparseEntryOfPax_IsRefused()
    {
        using (var file = File.Create(Tar))
        using (var writer = new TarWriter(file, TarEntryFormat.Pax))
        {
            KeyValuePair<string, string>[] sparse = [KeyValuePair.Create("GNU.sparse.major", "1")];
            writer.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, "a.png", sparse) { DataStream = new MemoryStream([1, 2]) });
        }

        AssertRefused("is sparse");
    }

    [Fact]
    public void AnyByteOfAHeaderAltered_IsReadOrRefusedAsAWhole()
    {
        Write(_ => { });
        var whole = File.ReadAllBytes(Tar);
        for (int at = 0; at < Block; at++)
        {
            foreach (byte value in (ReadOnlySpan<byte>)[0, 0xFF, (byte)'9'])
            {
                byte[] bytes = [.. whole];
                bytes[2 * Block + at] = value;
                Sign(bytes.AsSpan(2 * Block, Block));
                File.WriteAllBytes(Tar, bytes);
                AssertReadOrRefused();
            }
        }
    }

    [Theory]
    [InlineData(513)]
    [InlineData(1024)]
    [InlineData(1100)]
    [InlineData(1536)]
    public void CutOff_IsReadOrRefusedAsAWhole(int length)
    {
        Write(_ => { });
        using (var file = File.OpenWrite(Tar)) file.SetLength(length);
        AssertReadOrRefused();
    }

    [Fact]
    public void AHeaderThatIsNone_NamesTheEntryBeforeIt()
    {
        Write(_ => { });
        using (var file = File.OpenWrite(Tar))
        {
            file.Position = 2 * Block;
            file.Write("no header"u8);
        }

        AssertRefused("behind the entry 'a.png'");
    }

    // Two entries of one block each: a.png and b.txt, whose header is changed.
    private void Write(Action<byte[]> change)
    {
        using (var file = File.Create(Tar))
        using (var writer = new TarWriter(file, TarEntryFormat.Ustar))
        {
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "a.png") { DataStream = new MemoryStream([1, 2, 3]) });
            var caption = new MemoryStream("a cat\n"u8.ToArray());
            writer.WriteEntry(new UstarTarEntry(TarEntryType.RegularFile, "b.txt") { DataStream = caption });
        }

        var bytes = File.ReadAllBytes(Tar);
        var header = bytes[(2 * Block)..(3 * Block)];
        change(header);
        Sign(header);
        header.CopyTo(bytes, 2 * Block);
        File.WriteAllBytes(Tar, bytes);
    }

    private static void Sign(Span<byte> header)
    {
        header.Slice(148, 8).Fill((byte)' ');
        int sum = 0;
        foreach (byte value in header) sum += value;
        Encoding.ASCII.GetBytes(Convert.ToString(sum, 8).PadLeft(6, '0') + "\0 ").CopyTo(header[148..]);
    }

    private void AssertRefused(string expected, bool mayBeRead = false)
    {
        if (mayBeRead)
        {
            AssertReadOrRefused();
            return;
        }

        var error = Assert.Throws<FormatException>(() => TarPairs.Open([Tar])).Message;
        Assert.Contains(Tar, error, StringComparison.Ordinal);
        Assert.Contains(expected, error, StringComparison.Ordinal);
    }

    private void AssertReadOrRefused()
    {
        try
        {
            TarPairs.Open([Tar]);
        }
        catch (FormatException error)
        {
            Assert.Contains(Tar, error.Message, StringComparison.Ordinal);
        }
    }
}
