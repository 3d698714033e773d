using MaskClip.Checkpoints.Torch;

namespace MaskClip.Checkpoints.Numpy;

/// <summary>
/// Arrays in a zip archive, as <c>numpy.savez</c> and <c>numpy.savez_compressed</c> write them. Nothing in it is executed.
/// </summary>
internal static class NpzFile
{
    private const string Extension = ".npy";

    /// <summary>Whether the bytes are a zip archive that holds NumPy's arrays.</summary>
    public static bool Looks(MappedBytes bytes) =>
        TorchArchive.Looks(bytes) && ZipDirectory.Read(bytes).Keys.Any(name => name.EndsWith(Extension, StringComparison.Ordinal));

    /// <summary>The arrays by their names, without the extension.</summary>
    public static Dictionary<string, CheckpointTensor> Read(MappedBytes archive)
    {
        var tensors = new Dictionary<string, CheckpointTensor>(StringComparer.Ordinal);
        var budget = new ReadingBudget(archive.Path, archive.Length);
        foreach (var entry in ZipDirectory.Read(archive).Values)
        {
            if (!entry.Name.EndsWith(Extension, StringComparison.Ordinal)) continue;
            var name = entry.Name[..^Extension.Length];
            try
            {
                tensors.Add(name, Read(archive, entry, name, budget));
            }
            catch (FormatException error)
            {
                throw new CheckpointException(
                    archive.Path, $"{error.Message}. The file is damaged or not a model: download it again.", name, error);
            }
        }

        return tensors;
    }

    private static CheckpointTensor Read(MappedBytes archive, ZipEntry entry, string name, ReadingBudget budget)
    {
        var header = NpyHeader.Read(entry.Begin(archive, NpyHeader.MaxLength));
        long length = entry.Length - header.Length;
        int size = header.Type.Size();
        if (header.Shape.Length > TensorShape.MaxRank || !TensorShape.TryCount(header.Shape, size, out var count) || count * size != length)
        {
            throw new FormatException(
                $"its shape {TensorShape.Text(header.Shape)} of {header.Type} does not have the {length} bytes that follow");
        }

        var content = new SlicedBytes(entry.Open(archive, budget), header.Length, (int)length);
        TensorBytes bytes = header.IsColumnMajor && header.Shape.Length > 1
            ? new StridedView(content, 0, header.Shape, ColumnMajor(header.Shape), size)
            : content;
        return new CheckpointTensor(archive.Path, name, header.Type, header.Shape, bytes);
    }

    private static long[] ColumnMajor(int[] shape)
    {
        var strides = new long[shape.Length];
        long stride = 1;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            strides[axis] = stride;
            stride *= shape[axis];
        }

        return strides;
    }
}
