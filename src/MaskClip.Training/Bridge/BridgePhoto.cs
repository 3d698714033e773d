using MaskClip.Training.Contrastive.Pairs;

namespace MaskClip.Training.Bridge;

/// <summary>A photo that words are learned from.</summary>
/// <param name="Source">Where it is read from.</param>
/// <param name="Number">Its number there.</param>
internal sealed record BridgePhoto(IListedPairs Source, int Number)
{
    /// <summary>Where it is, for messages.</summary>
    public string Name => Source.NameOf(Number);

    /// <summary>What changes when its file does.</summary>
    public string Stamp => Source.StampOf(Number);

    /// <summary>Reads it.</summary>
    /// <exception cref="ImageFormatException">It cannot be read.</exception>
    public RgbImage Load() => Source.Load(Number, 1).Picture;
}
