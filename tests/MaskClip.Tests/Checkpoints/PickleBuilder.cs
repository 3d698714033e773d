using System.Buffers.Binary;
using System.Text;

namespace MaskClip.Tests.Checkpoints;

/// <summary>Writes pickles (protocol 2), well-formed or not, operation by operation.</summary>
internal sealed class PickleBuilder
{
    private readonly List<byte> _bytes = [0x80, 2];

    public static byte[] Magic { get; } =
        [0x80, 2, 0x8a, 10, 0x6c, 0xfc, 0x9c, 0x46, 0xf9, 0x20, 0x6a, 0xa8, 0x50, 0x19, (byte)'.'];

    public PickleBuilder Op(char code, params byte[] arguments)
    {
        _bytes.Add((byte)code);
        _bytes.AddRange(arguments);
        return this;
    }

    public PickleBuilder Ops(string codes)
    {
        foreach (var code in codes) Op(code);
        return this;
    }

    public PickleBuilder Text(string text)
    {
        var utf8 = Encoding.UTF8.GetBytes(text);
        return Op('X', [.. Little(utf8.Length), .. utf8]);
    }

    public PickleBuilder Number(long value) => Op('\x8a', [8, .. Little(value)]);

    public PickleBuilder Global(string module, string name) => Op('c', Encoding.UTF8.GetBytes($"{module}\n{name}\n"));

    /// <summary>A tensor in a storage, as torch.save writes it.</summary>
    public PickleBuilder Tensor(string storageType, string key, long storageCount, long offset, long[] size, long[] stride)
    {
        Global("torch._utils", "_rebuild_tensor_v2").Op('(').Storage(storageType, key, storageCount).Number(offset).Op('(');
        foreach (var value in size) Number(value);
        Ops("t(");
        foreach (var value in stride) Number(value);
        return Op('t').Op('\x89').Global("collections", "OrderedDict").Ops(")RtR");
    }

    public PickleBuilder Storage(string storageType, string key, long count) =>
        Op('(').Text("storage").Global("torch", storageType).Text(key).Text("cuda:0").Number(count).Ops("tQ");

    public byte[] Stop() => [.. _bytes, (byte)'.'];

    private static byte[] Little(int value)
    {
        var bytes = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(bytes, value);
        return bytes;
    }

    private static byte[] Little(long value)
    {
        var bytes = new byte[8];
        BinaryPrimitives.WriteInt64LittleEndian(bytes, value);
        return bytes;
    }
}
