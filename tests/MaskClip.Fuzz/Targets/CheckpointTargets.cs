using MaskClip.Checkpoints;
using MaskClip.Checkpoints.Numpy;
using MaskClip.Checkpoints.Onnx;
using MaskClip.Checkpoints.Torch;
using MaskClip.Fuzz.Corpus;
using MaskClip.Students;

namespace MaskClip.Fuzz.Targets;

/// <summary>Weights: each format's reader, and the whole way of a model's file.</summary>
internal static class CheckpointTargets
{
    // What reading numbers out of a file may take: those that a file claims and does not have are not read.
    private const long MaxNumbers = 1 << 20;

    /// <summary>The targets.</summary>
    public static IEnumerable<FuzzTarget> Create()
    {
        string[] words = ["\"dtype\":", "\"shape\":", "\"data_offsets\":", "\"F32\"", "\"BF16\"", "__metadata__", "module.", "_orig_mod."];
        byte[][] header = [.. words.Select(PictureCorpus.Ascii)];
        byte[][] opcodes = [[0x80, 2], [(byte)'}'], [(byte)'('], [(byte)'u'], [(byte)'R'], [(byte)'b'], [0x86], [0x85], [(byte)'h', 0],
            .. new[] { "ctorch._utils\n_rebuild_tensor_v2\n", "ccollections\nOrderedDict\n", "ctorch\nFloatStorage\n", "cos\nsystem\n" }
                .Select(PictureCorpus.Ascii)];
        yield return new("safetensors", CheckpointCorpus.Safetensors(), bytes =>
        {
            using var file = SafetensorsFile.Parse("input", bytes);
            ReadAll(file.Tensors.Values);
        }, header);
        yield return new("torch-zip", CheckpointCorpus.TorchZip(), Mapped(TorchArchive.Read), opcodes);
        yield return new("torch-legacy", CheckpointCorpus.TorchLegacy(), Mapped(LegacyTorchFile.Read), opcodes);
        yield return new("pickle", CheckpointCorpus.Pickles(), bytes =>
            RestrictedUnpickler.Load("input", bytes, new ReadingBudget("input", bytes.Length)), opcodes);
        yield return new("npz", CheckpointCorpus.Npz(), Mapped(NpzFile.Read), [.. new[] { "'descr'", "'shape'", "(", "<f4", "|O", ".npy" }
            .Select(PictureCorpus.Ascii)]);
        yield return new("onnx", CheckpointCorpus.Onnx(), bytes =>
        {
            using var file = MappedBytes.FromArray("input", bytes);
            ReadAll(OnnxWeights.Read(file).Tensors.Values);
        });
        byte[][] models = [CheckpointCorpus.Clip(), .. CheckpointCorpus.TorchZip()];
        yield return AllTargets.OfFile("checkpoint", "model.bin", models, path =>
        {
            using var checkpoint = Checkpoint.Open(path);
        }, header);
        yield return AllTargets.OfFile("student", "student.safetensors", [.. StudentCorpus.Files()], path =>
        {
            using var student = StudentFile.Open(path);
        }, header);
    }

    private static Action<byte[]> Mapped(Func<MappedBytes, Dictionary<string, CheckpointTensor>> read) => bytes =>
    {
        if (bytes.Length == 0) return;
        using var file = MappedBytes.FromArray("input", bytes);
        ReadAll(read(file).Values);
    };

    private static void ReadAll(IEnumerable<CheckpointTensor> tensors)
    {
        foreach (var tensor in tensors)
        {
            if (tensor.Count > MaxNumbers || tensor.Type == ElementType.Unread) continue;
            if (tensor.ToArray().Length != tensor.Count)
                throw new InvalidOperationException("A tensor has not as many numbers as it says.");
        }
    }
}
