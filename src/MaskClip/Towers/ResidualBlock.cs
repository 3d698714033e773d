namespace MaskClip.Towers;

/// <summary>The sizes of one residual block.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Name">Its place, as in <c>layer3.0</c>.</param>
/// <param name="Stage">0 to 3.</param>
/// <param name="Input">Channels that come in.</param>
/// <param name="Planes">Channels inside.</param>
/// <param name="Output">Channels that go out.</param>
/// <param name="Stride">1 or 2.</param>
/// <param name="Dilation">Of its (first) 3x3 convolution.</param>
/// <param name="Projects">Whether the shortcut has a convolution.</param>
/// <param name="Pools">CLIP's: whether an average pool stands for the stride; with <paramref name="Stride"/> 1 the pool is dilated.</param>
public sealed record ResidualBlock(
    string Name, int Stage, int Input, int Planes, int Output, int Stride, int Dilation, bool Projects, bool Pools)
{
    /// <summary>Dilation of a basic block's second convolution.</summary>
    public int SecondDilation { get; init; } = 1;
}
