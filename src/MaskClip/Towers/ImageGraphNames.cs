using MaskClip.Quantization;
using MaskClip.Scores;

namespace MaskClip.Towers;

/// <summary>Names of the inputs and outputs of image graphs.</summary>
internal static class ImageGraphNames
{
    /// <summary>Input: normalized photos <c>[n, 3, height, width]</c>.</summary>
    public const string Image = "image";

    /// <summary>
    /// Input of transformers: position embeddings for the photo's grid, <c>[1, 1 + h·w, width]</c>. ResNets take it where a method wants
    /// it.
    /// </summary>
    public const string Positions = "positions";

    /// <summary>
    /// Input of methods with a neighbor bias: that of the photo's grid, <c>[1, 1, 1 + h·w, 1 + h·w]</c>; for a ResNet <c>[1, h·w,
    /// h·w]</c>.
    /// </summary>
    public const string Neighbors = "neighbours";

    /// <summary>Output of a first pass and input of the second: what enters the last block, <c>[n, 1 + h·w, width]</c>.</summary>
    public const string Before = "before";

    /// <summary>
    /// Output of a first pass and input of the second: the last block's values as earlier blocks weigh them, <c>[n, 1 + h·w, width]</c>.
    /// </summary>
    public const string Earlier = "earlier";

    /// <summary>Input of a second pass: how far patches agree, <c>[1, 1, 1 + h·w, 1 + h·w]</c>.</summary>
    public const string Agreement = "agreement";

    /// <summary>Output: dense features <c>[n, h·w, d]</c>, unit length.</summary>
    public const string Features = "features";

    /// <summary>Output: the same as the projection gives them, not normalized.</summary>
    public const string Raw = "features_raw";

    /// <summary>
    /// Output of graphs that a linear map is trained on: the last stage, each position averaged over similar ones nearby, <c>[n, h·w,
    /// channels]</c>.
    /// </summary>
    public const string Pooled = "pooled";

    /// <summary>Output: keys <c>[n, h·w, k]</c>.</summary>
    public const string Key = "key";

    /// <summary>
    /// Output of some towers: unit-length features of the square of positions around each, <c>[n, h·w, d]</c>; comes with keys.
    /// </summary>
    public const string Surroundings = "surroundings";

    /// <summary>Output: the whole photo's embedding <c>[n, d]</c>, not normalized.</summary>
    public const string Global = "image_features";

    /// <summary>Output of graphs made for calibration: see <see cref="Quantization.MeasuredConvolutions"/>.</summary>
    public const string Measures = "measures";
}
