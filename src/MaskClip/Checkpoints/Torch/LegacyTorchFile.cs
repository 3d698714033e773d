using System.Buffers.Binary;
using System.Globalization;
using System.Numerics;

namespace MaskClip.Checkpoints.Torch;

/// <summary>What torch.save wrote before PyTorch 1.6 (torch/serialization.py, _legacy_save): five pickles, then the storages.</summary>
internal static class LegacyTorchFile
{
    private const int MaxPickleLength = 256 << 20;
    private const long Protocol = 1001;
    private const byte FirstOperation = 0x80;
    private const int CountLength = 8;
    private static readonly BigInteger Magic = BigInteger.Parse("119547037146038801333356", CultureInfo.InvariantCulture);

    /// <summary>Whether the bytes begin like a pickle.</summary>
    public static bool Looks(MappedBytes bytes) => bytes.Slice(0, 1)[0] == FirstOperation;

    /// <summary>The tensors by the names the file uses.</summary>
    public static Dictionary<string, CheckpointTensor> Read(MappedBytes file)
    {
        var position = 0L;
        var budget = new ReadingBudget(file.Path, file.Length);
        if (Next(file, ref position, budget).Value is not BigInteger magic || magic != Magic)
        {
            throw new CheckpointException(file.Path, "it is a pickle, but not one of torch.save. Give a model's weights file.");
        }

        if (Next(file, ref position, budget).Value is not Protocol)
        {
            throw new CheckpointException(file.Path, $"its version is not {Protocol}. Save it again with a newer PyTorch.");
        }

        if (Next(file, ref position, budget).Value is PickleDictionary system && system.Entries.GetValueOrDefault("little_endian") is false)
        {
            throw new CheckpointException(
                file.Path, "it was saved on a big-endian machine, which is not read here. Save it as safetensors.");
        }

        var content = Next(file, ref position, budget);
        var references = StateDictionary.Find(file.Path, content.Value, budget);
        var storages = Storages(file, content.Storages, Next(file, ref position, budget).Value, position);
        return TorchTensor.CreateAll(file.Path, references, (storage, tensor) => storages.TryGetValue(storage.Key, out var bytes)
            ? bytes
            : throw new CheckpointException(
                file.Path, $"its storage '{storage.Key}' is not in the file. Download or save it again.", tensor), budget);
    }

    private static Unpickled Next(MappedBytes file, ref long position, ReadingBudget budget)
    {
        var pickle = RestrictedUnpickler.Load(
            file.Path, file.Slice(position, (int)Math.Min(file.Length - position, MaxPickleLength)), budget);
        position += pickle.Length;
        return pickle;
    }

    // Each storage: the number of its elements as int64, then the elements.
    private static Dictionary<string, StorageBytes> Storages(
        MappedBytes file, IReadOnlyDictionary<string, ElementType> types, object? keys, long position)
    {
        if (keys is not PickleList list) throw new CheckpointException(file.Path, "its list of storages is missing. Download it again.");
        var storages = new Dictionary<string, StorageBytes>(StringComparer.Ordinal);
        foreach (var item in list.Items)
        {
            if (item is not string key || !types.TryGetValue(key, out var type))
            {
                throw new CheckpointException(
                    file.Path, $"it lists a storage '{item}' that no tensor uses. The file is damaged: download or save it again.");
            }

            if (!file.Contains(position, CountLength)) throw Truncated(file, key);
            var count = BinaryPrimitives.ReadInt64LittleEndian(file.Slice(position, CountLength));
            position += CountLength;
            if (count < 0 || count > Array.MaxLength / type.Size()) throw Truncated(file, key);
            var length = (int)count * type.Size();
            if (!file.Contains(position, length)) throw Truncated(file, key);
            storages[key] = new StorageBytes(new MappedRange(file, position, length), length);
            position += length;
        }

        return storages;
    }

    private static CheckpointException Truncated(MappedBytes file, string key) =>
        new(file.Path, $"its storage '{key}' reaches beyond the file, or beyond 2 GiB. The file is truncated: download or save it again.");
}
