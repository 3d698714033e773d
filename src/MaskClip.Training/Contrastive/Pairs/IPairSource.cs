namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>Pairs by number, readable from several threads in any order.</summary>
public interface IPairSource
{
    /// <summary>How many there are; <see langword="null"/> where every number gives a new one.</summary>
    int? Count { get; }

    /// <summary>What these pairs are, for the settings that a resumed run must share.</summary>
    string Identity { get; }

    /// <summary>Reads a pair.</summary>
    /// <param name="number">Its number.</param>
    /// <param name="part">What the sides of training pictures are divided by where this one is shown, 1 where it fills them: who can choose
    /// gives few things for small places.</param>
    /// <exception cref="ImageFormatException">The picture cannot be read.</exception>
    PicturePair Load(long number, int part);
}
