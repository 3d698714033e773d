using System.Runtime.InteropServices;

namespace MaskClip.Checkpoints;

/// <summary>A matrix with rows and columns exchanged: copied on every read.</summary>
/// <param name="source">The matrix.</param>
internal sealed class TransposedBytes(CheckpointTensor source) : TensorBytes
{
    /// <summary>The matrix as it lies in its file.</summary>
    public CheckpointTensor Source => source;

    /// <inheritdoc/>
    public override ReadOnlySpan<byte> Read()
    {
        using var call = source.Begin();
        int rows = source.Shape[0], columns = source.Shape[1];
        var target = GC.AllocateUninitializedArray<byte>(source.Bytes.Length);
        var cells = target.AsSpan();
        switch (source.Type.Size())
        {
            case 1: Matrices.Transpose<byte>(source.Bytes, target, rows, columns); break;
            case 2:
                Matrices.Transpose(
                MemoryMarshal.Cast<byte, ushort>(source.Bytes), MemoryMarshal.Cast<byte, ushort>(cells), rows, columns); break;
            case 4:
                Matrices.Transpose(
                MemoryMarshal.Cast<byte, uint>(source.Bytes), MemoryMarshal.Cast<byte, uint>(cells), rows, columns); break;
            default:
                Matrices.Transpose(
                MemoryMarshal.Cast<byte, ulong>(source.Bytes), MemoryMarshal.Cast<byte, ulong>(cells), rows, columns); break;
        }

        return target;
    }
}
