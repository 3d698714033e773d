using MaskClip.Towers;

namespace MaskClip.Families.Bridge;

/// <summary>A photo at the last stage of a ResNet.</summary>
/// <remarks>Safe to use from several threads as long as none of them changes the arrays.</remarks>
/// <param name="Rows">Rows of its grid.</param>
/// <param name="Columns">Columns of its grid.</param>
/// <param name="Positions">Every position, row by row: <c>[rows · columns, channels]</c>.</param>
/// <param name="Pooled">The same averaged over similar positions nearby, where that was asked for.</param>
/// <param name="Key">The positions' keys, of unit length, where they were asked for.</param>
public sealed record LastStage(int Rows, int Columns, float[] Positions, float[]? Pooled, float[]? Key);
