namespace MaskClip.Evaluation.Datasets;

/// <summary>What masks say about the numbering of their labels.</summary>
/// <param name="IsOwn">Whether it is the expected one; <see langword="null"/> if they fit both.</param>
/// <param name="Path">The mask that shows that it is the other one.</param>
/// <param name="Error">How it shows that, and what to do.</param>
internal readonly record struct OrderEvidence(bool? IsOwn, string Path = "", string Error = "");
