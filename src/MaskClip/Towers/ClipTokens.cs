namespace MaskClip.Towers;

/// <summary>A photo as CLIP's image tower sees it.</summary>
internal static class ClipTokens
{
    /// <summary>What a square photo becomes, for people.</summary>
    /// <param name="size">Its side in pixels.</param>
    /// <param name="stride">Pixels of a cell.</param>
    public static string Of(int size, int stride) =>
        $"{size} pixels, {size / stride}x{size / stride} cells of {stride}, {size / stride * (size / stride) + 1} tokens per image";
}
