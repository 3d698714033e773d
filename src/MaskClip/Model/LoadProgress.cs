namespace MaskClip;

/// <summary>How far the loading of a model is.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
/// <param name="Stage">What is being done.</param>
/// <param name="Share">How much of that stage is done, 0..1; 0 where it cannot be told.</param>
public readonly record struct LoadProgress(LoadStage Stage, double Share);
