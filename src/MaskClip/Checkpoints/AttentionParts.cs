namespace MaskClip.Checkpoints;

/// <summary>Queries, keys and values that a layout keeps apart, joined as this library's transformers have them.</summary>
internal static class AttentionParts
{
    private const string Query = ".attn.q_proj.";

    private static readonly string[] Parts = ["q", "k", "v"];

    /// <summary>
    /// Joins every <c>attn.q_proj</c>, <c>k_proj</c> and <c>v_proj</c> into <c>attn.in_proj_weight</c> and <c>in_proj_bias</c>.
    /// </summary>
    /// <exception cref="CheckpointException">One of three is missing, or they do not agree.</exception>
    public static void Join(string path, Dictionary<string, CheckpointTensor> tensors)
    {
        foreach (var name in tensors.Keys.Where(name => name.Contains(Query, StringComparison.Ordinal)).ToArray())
        {
            var (stem, kind) = (name[..name.IndexOf(Query, StringComparison.Ordinal)], name[(name.LastIndexOf('.') + 1)..]);
            CheckpointTensor[] parts = [.. Parts.Select(part => Take($"{stem}.attn.{part}_proj.{kind}"))];
            CanonicalNames.Add(path, tensors, TensorAlgebra.Join($"{stem}.attn.in_proj_{kind}", parts), name);
        }

        CheckpointTensor Take(string part) => tensors.Remove(part, out var tensor)
            ? tensor
            : throw new CheckpointException(
                path, "it is missing, although its neighbors are there. The model is incomplete: download it again.", part);
    }
}
