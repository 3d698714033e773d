using System.IO.Compression;
using System.Runtime.InteropServices;

namespace MaskClip.Tests.Checkpoints;

/// <summary>Builds the files that torch.save writes, around a pickle.</summary>
internal static class TorchFiles
{
    /// <summary>A state dict of two small tensors: weight [2, 3] = 1..6 and bias [3] = 7..9.</summary>
    public static byte[] SmallPickle { get; } = new PickleBuilder().Op('}').Op('(')
        .Text("weight").Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1])
        .Text("bias").Tensor("FloatStorage", "1", 3, 0, [3], [1])
        .Op('u').Stop();

    public static byte[][] SmallStorages { get; } = [Floats(1, 2, 3, 4, 5, 6), Floats(7, 8, 9)];

    /// <summary>The archive of PyTorch 1.6 and later: storages named 0, 1, 2, ...</summary>
    public static byte[] Zip(
        byte[] pickle, byte[][] storages, CompressionLevel level = CompressionLevel.NoCompression, string root = "archive/")
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            Add(zip, $"{root}data.pkl", pickle, level);
            for (var i = 0; i < storages.Length; i++) Add(zip, $"{root}data/{i}", storages[i], level);
            Add(zip, $"{root}version", "3\n"u8.ToArray(), level);
        }

        return stream.ToArray();
    }

    /// <summary>The file of older versions: storages named 0, 1, 2, ... follow the pickles.</summary>
    public static byte[] Legacy(byte[] pickle, byte[][] storages, int elementSize = 4)
    {
        var keys = new PickleBuilder().Op(']').Op('(');
        for (var i = 0; i < storages.Length; i++) keys.Text($"{i}");
        using var stream = new MemoryStream();
        stream.Write(PickleBuilder.Magic);
        stream.Write(new PickleBuilder().Number(1001).Stop());
        stream.Write(new PickleBuilder().Op('}').Text("little_endian").Op('\x88').Op('s').Stop());
        stream.Write(pickle);
        stream.Write(keys.Op('e').Stop());
        foreach (var storage in storages)
        {
            stream.Write(BitConverter.GetBytes((long)storage.Length / elementSize));
            stream.Write(storage);
        }

        return stream.ToArray();
    }

    public static byte[] Floats(params float[] values) => MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static void Add(ZipArchive zip, string name, byte[] content, CompressionLevel level)
    {
        using var stream = zip.CreateEntry(name, level).Open();
        stream.Write(content);
    }
}
