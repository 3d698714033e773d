namespace MaskClip.Training.Engine;

/// <summary>What is done with logits before a softmax.</summary>
internal static class Logits
{
    /// <summary>Added to a logit that is to get no weight: its exponential is 0 in fp32 and bf16, and gradients stay finite.</summary>
    public const float Masked = -1e4f;
}
