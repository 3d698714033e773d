namespace MaskClip.Graph;

/// <summary>A tensor's place in a <see cref="WeightFile"/>.</summary>
/// <param name="Shape">Sizes, outermost first.</param>
/// <param name="Offset">Bytes from the start of the file.</param>
/// <param name="Length">Bytes.</param>
/// <param name="Type">Element type.</param>
internal sealed record WeightPlace(int[] Shape, long Offset, long Length, OnnxType Type);
