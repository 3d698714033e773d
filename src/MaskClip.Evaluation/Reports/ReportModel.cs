namespace MaskClip.Evaluation;

/// <summary>The model of an evaluation.</summary>
/// <param name="Name">What it is called.</param>
/// <param name="Hash">Checksum of its bytes.</param>
public sealed record ReportModel(string Name, string Hash);
