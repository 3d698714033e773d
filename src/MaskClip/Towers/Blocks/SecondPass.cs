namespace MaskClip.Towers.Blocks;

/// <summary>What a method that runs its last block twice needs for the second time.</summary>
/// <param name="Feedback">How the first pass's result enters the second.</param>
/// <param name="ReadsEarlier">Whether the last block reads attention of earlier blocks, which the first pass keeps for the second.</param>
internal sealed record SecondPass(SemanticFeedback Feedback, bool ReadsEarlier);
