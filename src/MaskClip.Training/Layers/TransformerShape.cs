namespace MaskClip.Training.Layers;

/// <summary>A transformer's sizes.</summary>
/// <param name="Width">Of a token.</param>
/// <param name="Layers">Blocks.</param>
/// <param name="Heads">Attention heads.</param>
/// <param name="Activation">Of the blocks' perceptrons.</param>
/// <param name="Epsilon">What layer normalizations add to the variance.</param>
internal sealed record TransformerShape(int Width, int Layers, int Heads, Activation Activation, float Epsilon);
