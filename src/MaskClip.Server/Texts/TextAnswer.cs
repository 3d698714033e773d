namespace MaskClip.Server.Texts;

/// <summary>Embedded names.</summary>
/// <param name="Model">The model.</param>
/// <param name="Dimension">Length of a vector.</param>
/// <param name="Classes">The classes.</param>
/// <param name="ScoreOfRow">The row of scores in which each vector counts; the best of several does.</param>
/// <param name="ClassOfScore">The class of each row of scores. The softmax runs over rows of scores.</param>
/// <param name="Vectors">Unit-length vectors <c>[rows, dimension]</c>: base64 of little-endian float32.</param>
/// <param name="LogitScale">What cosines are multiplied by before the softmax.</param>
/// <param name="Warnings">What will probably not work as meant.</param>
/// <param name="Timings">How long it took.</param>
internal sealed record TextAnswer(
    string Model,
    int Dimension,
    IReadOnlyList<NamedClass> Classes,
    int[] ScoreOfRow,
    int[] ClassOfScore,
    string Vectors,
    float LogitScale,
    IReadOnlyList<string> Warnings,
    TextTimings Timings);

/// <summary>A class of a vocabulary.</summary>
/// <param name="Name">Its label.</param>
/// <param name="Synonyms">The words that stand for it.</param>
/// <param name="IsBackground">Whether it is the background.</param>
internal sealed record NamedClass(string Name, IReadOnlyList<string> Synonyms, bool IsBackground);

/// <summary>How long names took, in milliseconds.</summary>
/// <param name="TextMs">The text tower, or its cache.</param>
internal sealed record TextTimings(double TextMs);
