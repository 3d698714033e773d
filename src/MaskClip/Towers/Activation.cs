namespace MaskClip;

/// <summary>The activation inside a transformer's MLP.</summary>
/// <remarks>
/// A checkpoint used with the other activation still works, only worse: nothing in its tensors tells which one it was trained with.
/// </remarks>
public enum Activation
{
    /// <summary><c>x · sigmoid(1.702 x)</c>: OpenAI's checkpoints and those derived from them.</summary>
    QuickGelu,

    /// <summary><c>x · Φ(x)</c>, exact: most open_clip checkpoints, and the code that MaskCLIP's authors released.</summary>
    Gelu,

    /// <summary><c>x/2 · (1 + tanh(√(2/π) (x + 0.044715 x³)))</c>: PyTorch's GELU with <c>approximate="tanh"</c>.</summary>
    TanhGelu,
}
