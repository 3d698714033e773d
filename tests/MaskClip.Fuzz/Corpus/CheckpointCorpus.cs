using System.IO.Compression;
using System.Text;
using MaskClip.Checkpoints;
using MaskClip.Graph;
using MaskClip.Tests.Checkpoints;

namespace MaskClip.Fuzz.Corpus;

/// <summary>Small checkpoints of every format, and what was found to cost more than itself.</summary>
internal static class CheckpointCorpus
{
    /// <summary>Safetensors: a few tensors, metadata, other types, none at all.</summary>
    public static byte[][] Safetensors() =>
    [
        SafetensorsBytes.One("weight", "F32", [2, 3], new byte[24]),
        SafetensorsBytes.Build(
            """
            {"__metadata__":{"format":"pt"},"a":{"dtype":"F16","shape":[2],"data_offsets":[0,4]},
            "b":{"dtype":"I64","shape":[],"data_offsets":[4,12]}}
            """,
            12),
        SafetensorsBytes.Build("""{"module.visual.conv1.weight":{"dtype":"BF16","shape":[0,2],"data_offsets":[0,0]}}""", 0),
        SafetensorsBytes.Build("{}", 0),
        SafetensorsBytes.One($"{string.Concat(Enumerable.Repeat("module.", 300))}x", "F32", [1], new byte[4]),
        Clip(),
    ];

    /// <summary>Torch's archives: stored, deflated, many names of one string, tensors that share a storage.</summary>
    public static byte[][] TorchZip() =>
    [
        TorchFiles.Zip(TorchFiles.SmallPickle, TorchFiles.SmallStorages),
        TorchFiles.Zip(TorchFiles.SmallPickle, TorchFiles.SmallStorages, CompressionLevel.Optimal),
        TorchFiles.Zip(TorchFiles.SmallPickle, TorchFiles.SmallStorages, root: ""),
        TorchFiles.Zip(Shared(), TorchFiles.SmallStorages, CompressionLevel.Optimal),
        TorchFiles.Zip(TorchFiles.SmallPickle, [new byte[1 << 15], new byte[12]], CompressionLevel.SmallestSize),
    ];

    /// <summary>Torch's older files.</summary>
    public static byte[][] TorchLegacy() =>
        [TorchFiles.Legacy(TorchFiles.SmallPickle, TorchFiles.SmallStorages), TorchFiles.Legacy(Shared(), TorchFiles.SmallStorages)];

    /// <summary>Pickles by themselves.</summary>
    public static byte[][] Pickles() => [TorchFiles.SmallPickle, Shared(), Nested(), Doubling(), Ordered()];

    /// <summary>NumPy's archives.</summary>
    public static byte[][] Npz() => [Npz(CompressionLevel.NoCompression), Npz(CompressionLevel.Optimal)];

    /// <summary>ONNX: nodes with attributes, and initializers.</summary>
    public static byte[][] Onnx()
    {
        var graph = new OnnxGraph("small");
        var input = graph.Input("x", OnnxType.Float, 1, 3, 4, 4);
        var sum = graph.Add("Add", [input, graph.Floats(0.5f, -2, 3)]);
        graph.Output(graph.Add("Reshape", [sum, graph.Integers(1, -1)]), "y", 1, 48);
        using var stream = new MemoryStream();
        graph.Write(stream);
        return [stream.ToArray()];
    }

    /// <summary>A CLIP whose towers are as small as can be, in safetensors.</summary>
    public static byte[] Clip()
    {
        const int Width = 8, Embedding = 4;
        var tensors = new List<SafetensorsEntry>();
        void Add(string name, params int[] shape) => tensors.Add(new SafetensorsEntry(
            name, shape, [.. Enumerable.Range(0, shape.Aggregate(1, (a, b) => a * b)).Select(i => i % 7 * 0.125f)]));
        void Block(string at)
        {
            Add($"{at}.attn.in_proj_weight", 3 * Width, Width);
            Add($"{at}.attn.in_proj_bias", 3 * Width);
            Add($"{at}.attn.out_proj.weight", Width, Width);
            Add($"{at}.attn.out_proj.bias", Width);
            foreach (var norm in new[] { "ln_1", "ln_2" })
            {
                Add($"{at}.{norm}.weight", Width);
                Add($"{at}.{norm}.bias", Width);
            }

            Add($"{at}.mlp.c_fc.weight", 4 * Width, Width);
            Add($"{at}.mlp.c_fc.bias", 4 * Width);
            Add($"{at}.mlp.c_proj.weight", Width, 4 * Width);
            Add($"{at}.mlp.c_proj.bias", Width);
        }

        Add("positional_embedding", 4, Width);
        Add("text_projection", Width, Embedding);
        Add("token_embedding.weight", 6, Width);
        Add("ln_final.weight", Width);
        Add("ln_final.bias", Width);
        tensors.Add(new SafetensorsEntry("logit_scale", [], [1f]));
        Block("transformer.resblocks.0");
        Add("visual.class_embedding", Width);
        Add("visual.positional_embedding", 5, Width);
        Add("visual.proj", Width, Embedding);
        Add("visual.conv1.weight", Width, 3, 2, 2);
        foreach (var norm in new[] { "ln_pre", "ln_post" })
        {
            Add($"visual.{norm}.weight", Width);
            Add($"visual.{norm}.bias", Width);
        }

        Block("visual.transformer.resblocks.0");
        using var stream = new MemoryStream();
        SafetensorsWriter.Write(stream, tensors, metadata: null);
        return stream.ToArray();
    }

    // Two tensors of one storage, and a shape that both share through the memo.
    private static byte[] Shared() => new PickleBuilder().Op('}').Op('(')
        .Text("a").Tensor("FloatStorage", "0", 6, 0, [2, 3], [3, 1])
        .Text("b").Tensor("FloatStorage", "0", 6, 1, [2], [1])
        .Op('u').Stop();

    // Dictionaries within dictionaries, as a trainer's state has them.
    private static byte[] Nested() => new PickleBuilder().Op('}').Op('(').Text("state_dict").Op('}').Op('(')
        .Text("weight").Tensor("HalfStorage", "0", 6, 0, [6], [1]).Op('u').Text("epoch").Number(3).Op('u').Stop();

    // Each tuple holds the one before twice, through the memo: short to write, long to copy.
    private static byte[] Doubling()
    {
        var pickle = new PickleBuilder().Text("name").Op('q', 0);
        for (byte i = 0; i < 16; i++) pickle.Op('h', i).Op('h', i).Op('\x86').Op('q', (byte)(i + 1));
        return pickle.Stop();
    }

    // collections.OrderedDict of the same list over and over.
    private static byte[] Ordered()
    {
        var pickle = new PickleBuilder().Op(']').Op('(').Text("k").Op('N').Op('\x86').Op('e').Op('q', 0);
        for (int i = 0; i < 8; i++) pickle.Global("collections", "OrderedDict").Op('h', 0).Op('\x85').Op('R');
        return pickle.Stop();
    }

    private static byte[] Npz(CompressionLevel level)
    {
        using var stream = new MemoryStream();
        using (var zip = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            (string, string, string, int)[] arrays = [("a.weight", "<f4", "(2, 3)", 24), ("b", "<i8", "()", 8), ("c", "<f2", "(3,)", 6)];
            foreach (var (name, type, shape, length) in arrays)
            {
                using var entry = zip.CreateEntry($"{name}.npy", level).Open();
                var header = $"{{'descr': '{type}', 'fortran_order': False, 'shape': {shape}, }}".PadRight(117) + "\n";
                entry.Write([0x93, .. "NUMPY"u8, 1, 0, .. BitConverter.GetBytes((ushort)header.Length)]);
                entry.Write(Encoding.ASCII.GetBytes(header));
                entry.Write(new byte[length]);
            }
        }

        return stream.ToArray();
    }
}
