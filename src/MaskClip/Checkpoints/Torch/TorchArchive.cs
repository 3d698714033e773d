namespace MaskClip.Checkpoints.Torch;

/// <summary>PyTorch's zip files: state dicts and training checkpoints of torch.save, and TorchScript archives of torch.jit.save.</summary>
internal static class TorchArchive
{
    // A pickle of weights has some hundred bytes a tensor.
    private const int MaxPickleLength = 256 << 20;
    private const string PickleName = "data.pkl";

    /// <summary>Whether the bytes begin like a zip archive.</summary>
    public static bool Looks(MappedBytes bytes) => bytes.Length >= 4 && bytes.Slice(0, 4).SequenceEqual("PK\x03\x04"u8);

    /// <summary>The tensors by the names the archive uses.</summary>
    public static Dictionary<string, CheckpointTensor> Read(MappedBytes archive)
    {
        var entries = ZipDirectory.Read(archive);
        var budget = new ReadingBudget(archive.Path, archive.Length);
        var pickle = entries.Values
            .Where(entry => entry.Name == PickleName || entry.Name.EndsWith("/" + PickleName, StringComparison.Ordinal))
            .MinBy(entry => entry.Name.Length)
            ?? throw new CheckpointException(
                archive.Path, "the zip archive has no data.pkl, so PyTorch did not write it. Give a model's weights file.");
        if (pickle.Length > MaxPickleLength)
        {
            throw new CheckpointException(
                archive.Path,
                $"its data.pkl has {pickle.Length} bytes, {MaxPickleLength} are allowed. Save only the state dict, or a safetensors file.");
        }

        var root = pickle.Name[..^PickleName.Length];
        if (entries.TryGetValue(root + "byteorder", out var order) && order.Length < 16
            && order.Open(archive, budget).Read().StartsWith("big"u8))
        {
            throw new CheckpointException(
                archive.Path, "it was saved on a big-endian machine, which is not read here. Save it as safetensors.");
        }

        var content = RestrictedUnpickler.Load(archive.Path, pickle.Open(archive, budget).Read(), budget);
        var references = StateDictionary.Find(archive.Path, content.Value, budget);
        var storages = new Dictionary<string, StorageBytes>(StringComparer.Ordinal);
        return TorchTensor.CreateAll(archive.Path, references, (storage, tensor) =>
        {
            if (storages.TryGetValue(storage.Key, out var known)) return known;
            if (!entries.TryGetValue($"{root}data/{storage.Key}", out var entry))
            {
                throw new CheckpointException(
                    archive.Path,
                    $"its storage '{root}data/{storage.Key}' is not in the archive. The file is damaged: download or save it again.",
                    tensor);
            }

            return storages[storage.Key] = new StorageBytes(entry.Open(archive, budget), entry.Length);
        }, budget);
    }
}
