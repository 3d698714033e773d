namespace MaskClip.Fuzz;

/// <summary>What came of a target.</summary>
/// <param name="Target">Its name.</param>
/// <param name="Executions">Inputs that it was given.</param>
/// <param name="Signatures">Ways in which it ended.</param>
/// <param name="Findings">Kinds of errors that were found.</param>
/// <param name="Time">How long it ran.</param>
internal sealed record TargetResult(string Target, long Executions, int Signatures, int Findings, TimeSpan Time);
