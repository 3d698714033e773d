namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>Pairs by number, readable from several threads in any order.</summary>
internal interface IPairSource
{
    /// <summary>How many there are; <see langword="null"/> where every number gives a new one.</summary>
    int? Count { get; }

    /// <summary>What these pairs are, for the settings that a resumed run must share.</summary>
    string Identity { get; }

    /// <summary>Reads a pair.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="part">The share of its sides at which the picture will be seen, 1 for all, 2 for half of them: who can choose then gives one of few things.</param>
    /// <exception cref="ImageFormatException">The picture cannot be read.</exception>
    PicturePair Load(long number, int part);
}
