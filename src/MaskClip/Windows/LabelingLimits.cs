namespace MaskClip.Windows;

/// <summary>What labeling a photo may take. Results do not depend on these, but for <see cref="Presence"/>.</summary>
internal sealed record LabelingLimits
{
    /// <summary>What is used.</summary>
    public static LabelingLimits Default { get; } = new();

    /// <summary>Bytes of scores that are kept when a photo is streamed and they are needed twice.</summary>
    public long KeptBytes { get; init; } = 256L << 20;

    /// <summary>Numbers that the PAMR weights of a tile may be.</summary>
    public int Weights { get; init; } = 24_000_000;

    /// <summary>Pixels of the photo that a tile of PAMR may cover.</summary>
    public int Pixels { get; init; } = 8_000_000;

    /// <summary>Minimum side of a tile of PAMR, without its surroundings, at the working size.</summary>
    public int SmallestTile { get; init; } = 128;

    /// <summary>Columns and rows of the photo that the guided filter works on at once.</summary>
    public (int Width, int Height) GuidedTile { get; init; } = (1024, 192);

    /// <summary>The probability, among rows that may win, that a row must reach somewhere in a tile to be refined.</summary>
    public float Presence { get; init; } = 0.01f;
}
