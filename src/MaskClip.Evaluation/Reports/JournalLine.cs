using MaskClip.Evaluation.Runs;

namespace MaskClip.Evaluation.Reports;

/// <summary>A photo in the journal.</summary>
/// <param name="PhotoBytes">Length of the photo's file, by which a changed one is recognized.</param>
/// <param name="TruthBytes">Length of the mask's file.</param>
/// <param name="Tally">What was counted.</param>
internal sealed record JournalLine(long PhotoBytes, long TruthBytes, PhotoTally Tally);
