using static TorchSharp.torch;

namespace MaskClip.Training.Towers;

/// <summary>Pictures as a tower takes them.</summary>
/// <param name="Pixels">Normalized: patches <c>[n, k, 3·p·p]</c> for a transformer, <c>[n, 3, h, w]</c> for a ResNet.</param>
/// <param name="Patches">int64 <c>[n, k]</c>: the places of the patches, from 1 (0 is the class token's); <see langword="null"/> for a
/// ResNet.</param>
internal sealed record PictureTensors(Tensor Pixels, Tensor? Patches) : IDisposable
{
    /// <summary>Some of the pictures.</summary>
    public PictureTensors Slice(long from, long count) => new(Pixels.narrow(0, from, count), Patches?.narrow(0, from, count));

    /// <inheritdoc/>
    public void Dispose()
    {
        Pixels.Dispose();
        Patches?.Dispose();
    }
}
