namespace MaskClip.Tests.Clip.Loading;

/// <summary>Sizes of a <see cref="TinyClip"/>.</summary>
internal sealed record TinySizes
{
    public int Embedding { get; init; } = 6;

    public int Width { get; init; } = 16;

    public int Layers { get; init; } = 2;

    public int Patch { get; init; } = 4;

    public int Grid { get; init; } = 2;

    public double MlpRatio { get; init; } = 2;

    /// <summary>Blocks of a ResNet's stages; <see langword="null"/> for a transformer.</summary>
    public int[]? Stages { get; init; }

    public int TextWidth { get; init; } = 12;

    public int TextLayers { get; init; } = 2;

    public int Context { get; init; } = 8;

    public int Vocabulary { get; init; } = 40;
}
