namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>Pairs of files, whose texts are known before any picture is read.</summary>
public interface IListedPairs : IPairSource
{
    /// <summary>Where a picture is, for messages.</summary>
    string NameOf(int number);

    /// <summary>What changes when a picture's file does: what is kept of the picture is kept under it.</summary>
    string StampOf(int number);

    /// <summary>What is said of a picture, one or more texts.</summary>
    IReadOnlyList<string> TextsOf(int number);
}
