namespace MaskClip.Graph;

/// <summary>Sets every number of a tensor.</summary>
/// <param name="numbers">As many as it has, row-major.</param>
internal delegate void TensorFill(Span<float> numbers);
