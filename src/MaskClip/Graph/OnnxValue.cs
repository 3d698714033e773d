namespace MaskClip.Graph;

/// <summary>A value in a graph: an input, a tensor of the weight file, a constant, or what a node gives.</summary>
/// <param name="Name">Its name in the file.</param>
internal sealed record OnnxValue(string Name)
{
    /// <summary>An optional argument that is left out.</summary>
    public static OnnxValue Omitted { get; } = new("");
}
