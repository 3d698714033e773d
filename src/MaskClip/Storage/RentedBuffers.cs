using System.Buffers;

namespace MaskClip.Storage;

/// <summary>
/// Arrays that are rented for as long as one photo needs them: fresh pages are slow, and the next photo needs as much.
/// </summary>
/// <remarks>Several threads may rent at the same time; none may once it is disposed.</remarks>
internal sealed class RentedBuffers : IDisposable
{
    private readonly List<float[]> arrays = [];

    /// <summary>Rents an array of at least a length; it still holds what its last user wrote.</summary>
    public float[] Rent(int length)
    {
        var array = ArrayPool<float>.Shared.Rent(length);
        lock (arrays) arrays.Add(array);
        return array;
    }

    /// <summary>Returns everything.</summary>
    public void Dispose()
    {
        foreach (var array in arrays) ArrayPool<float>.Shared.Return(array);
        arrays.Clear();
    }
}
