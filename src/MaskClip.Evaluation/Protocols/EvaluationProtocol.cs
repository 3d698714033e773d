namespace MaskClip.Evaluation;
/// <summary>x</summary>
public sealed class EvaluationProtocol { 
/// <summary>x</summary>
public const string Default = "default"; }
