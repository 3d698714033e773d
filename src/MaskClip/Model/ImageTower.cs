using MaskClip.Methods;
using MaskClip.Towers.Blocks;
using MaskClip.Windows;

namespace MaskClip.Model;

/// <summary>An image tower under one method: its graph, and that of its second pass where the method has one.</summary>
/// <param name="Encoder">The tower.</param>
/// <param name="SecondPass">Its last block by itself.</param>
internal sealed record ImageTower(ImageEncoder Encoder, SecondPassEncoder? SecondPass) : IDisposable
{
    /// <summary>Frees the engine's memory; the next photo opens the graphs again.</summary>
    public void Release()
    {
        Encoder.Release();
        SecondPass?.Release();
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Encoder.Dispose();
        SecondPass?.Dispose();
    }
}
