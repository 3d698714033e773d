namespace MaskClip.Checkpoints;

/// <summary>Words for the message that a tensor is missing.</summary>
internal static class MissingTensor
{
    private const int Examples = 5;

    /// <summary>How many tensors there are and what the first ones are called.</summary>
    public static string Describe(IReadOnlyCollection<string> names) => names.Count == 0
        ? "no tensors"
        : $"{names.Count} tensors ({string.Join(", ", names.Take(Examples))}{(names.Count > Examples ? ", ..." : "")})";
}
