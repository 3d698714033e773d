namespace MaskClip.Checkpoints.Torch;

/// <summary>Checks what a pickle claims about a tensor against its storage, and makes the tensor.</summary>
internal static class TorchTensor
{
    /// <summary>The tensors behind references, by the same names.</summary>
    public static Dictionary<string, CheckpointTensor> CreateAll(
        string path,
        Dictionary<string, TensorReference> references,
        Func<StorageReference, string, StorageBytes> findStorage,
        ReadingBudget budget)
    {
        var tensors = new Dictionary<string, CheckpointTensor>(references.Count, StringComparer.Ordinal);
        foreach (var (name, reference) in references)
        {
            var tensor = Create(path, name, reference, findStorage(reference.Storage, name));
            budget.Take(tensor.Count * tensor.Type.Size()); // many may share one storage
            tensors.Add(name, tensor);
        }

        return tensors;
    }

    private static CheckpointTensor Create(string path, string name, TensorReference reference, StorageBytes bytes)
    {
        var storage = reference.Storage;
        var elementSize = storage.Type.Size();
        if (storage.TotalCount > bytes.Length / elementSize)
        {
            throw Error(
                path, name, $"its storage should have {storage.TotalCount} {storage.Type} numbers, the file has {bytes.Length} bytes");
        }

        var shape = new int[reference.Size.Length];
        for (var axis = 0; axis < shape.Length; axis++)
        {
            if (reference.Size[axis] is < 0 or > int.MaxValue) throw Error(path, name, $"its dimension {axis} is {reference.Size[axis]}");
            shape[axis] = (int)reference.Size[axis];
        }

        // More numbers than the storage has would be an expanded view: never seen in weights, and a way to claim any amount of memory.
        if (shape.Length > TensorShape.MaxRank || reference.Stride.Length != shape.Length
            || !TensorShape.TryCount(shape, elementSize, out var count) || count > storage.ViewCount)
        {
            throw Error(path, name, $"the shape {TensorShape.Text(shape)} does not fit its storage of {storage.ViewCount} numbers");
        }

        if (count > 0 && !LastIndexFits(reference))
        {
            throw Error(path, name, $"it reaches beyond its storage of {storage.ViewCount} numbers");
        }

        var start = count == 0 ? 0 : storage.ViewStart + reference.Offset;
        TensorBytes content = IsContiguous(shape, reference.Stride)
            ? new SlicedBytes(bytes.Bytes, (int)(start * elementSize), (int)(count * elementSize))
            : new StridedView(bytes.Bytes, start, shape, reference.Stride, elementSize);
        return new CheckpointTensor(path, name, storage.Type, shape, content);
    }

    private static bool LastIndexFits(TensorReference reference)
    {
        if (reference.Offset < 0 || Array.Exists(reference.Stride, stride => stride < 0)) return false;
        Int128 last = reference.Offset;
        for (var axis = 0; axis < reference.Size.Length; axis++) last += (Int128)(reference.Size[axis] - 1) * reference.Stride[axis];
        return last < reference.Storage.ViewCount;
    }

    private static bool IsContiguous(int[] shape, long[] strides)
    {
        long expected = 1;
        for (var axis = shape.Length - 1; axis >= 0; axis--)
        {
            if (shape[axis] == 0) return true;
            if (shape[axis] != 1 && strides[axis] != expected) return false;
            expected *= shape[axis];
        }

        return true;
    }

    private static CheckpointException Error(string path, string name, string error) =>
        new(path, $"{error}. The file is damaged: download or save it again.", name);
}
