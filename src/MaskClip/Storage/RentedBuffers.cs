using System.Buffers;

namespace MaskClip.Storage;

/// <summary>
/// Room for numbers that is lent for as long as one photo needs it: fresh pages are slow, and the next photo needs as much.
/// </summary>
/// <remarks>Several threads may take at once; nobody may when it is disposed.</remarks>
internal sealed class RentedBuffers : IDisposable
{
    private readonly List<float[]> arrays = [];

    /// <summary>Lends an array of at least a length; what is in it is left over from others.</summary>
    public float[] Take(int length)
    {
        var array = ArrayPool<float>.Shared.Rent(length);
        lock (arrays) arrays.Add(array);
        return array;
    }

    /// <summary>Takes everything back.</summary>
    public void Dispose()
    {
        foreach (var array in arrays) ArrayPool<float>.Shared.Return(array);
        arrays.Clear();
    }
}
