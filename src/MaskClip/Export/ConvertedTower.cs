using MaskClip.Quantization;

namespace MaskClip.Export;

/// <summary>A tower whose graphs were built.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
/// <param name="Tower"><c>image</c> or <c>text</c>.</param>
/// <param name="Layers">Which layers compute in int8; <see langword="null"/> when all compute in fp32.</param>
/// <param name="Graphs">Paths of its ONNX graphs; weights lie beside them.</param>
public sealed record ConvertedTower(string Tower, LayerChoice? Layers, IReadOnlyList<string> Graphs);
