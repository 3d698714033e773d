namespace MaskClip.Graph;

/// <summary>An input or output of a graph.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">Its element type, as in <c>float32</c>.</param>
/// <param name="Shape">Numbers, and names of sizes known only at run time.</param>
internal sealed record GraphValue(string Name, string Type, IReadOnlyList<object> Shape);
