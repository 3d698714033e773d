namespace MaskClip.Clip;

/// <summary>Names of the inputs and outputs of image graphs.</summary>
internal static class ImageGraphNames
{
    /// <summary>Input: normalised photos <c>[n, 3, height, width]</c>.</summary>
    public const string Image = "image";

    /// <summary>Input of transformers: position embeddings for the photo's grid, <c>[1, 1 + h·w, width]</c>.</summary>
    public const string Positions = "positions";

    /// <summary>Output: dense features <c>[n, h·w, d]</c>, unit length.</summary>
    public const string Features = "features";

    /// <summary>Output: keys <c>[n, h·w, k]</c>.</summary>
    public const string Key = "key";

    /// <summary>Output: the whole photo's embedding <c>[n, d]</c>, not normalised.</summary>
    public const string Global = "image_features";
}
