namespace MaskClip.Checkpoints;

/// <summary>Takes off the names of the modules that a CLIP was wrapped in when it was saved.</summary>
/// <remarks>
/// Wrappers are told by what they are, not by their names. A module that stands for the one inside it (torch.compile, FSDP, activation
/// checkpointing, DeepSpeed) keeps it in a private attribute, <c>_orig_mod</c> and the like, or in <c>module</c>; no part of a CLIP is
/// called so. What a larger model (Lightning, an EMA copy, mmsegmentation, CLIPSeg) puts in front is whatever stands before the tensor that
/// every CLIP has once.
/// </remarks>
internal static class ModuleWrappers
{
    // One of these is in every image tower and one in every text tower; the longer ones first, since the last ends some of them.
    private static readonly string[] ClipAnchors =
    [
        "vision_model.embeddings.patch_embedding.weight",
        "text_model.embeddings.token_embedding.weight",
        "text.token_embedding.weight",
        "visual.conv1.weight",
        "token_embedding.weight",
    ];

    /// <summary>A name without the modules that only stand for the one inside them.</summary>
    public static string Unwrap(
        string name) => name.StartsWith("module.", StringComparison.Ordinal) || name.Contains("._", StringComparison.Ordinal)
        || name.StartsWith('_') || name.Contains(".module.", StringComparison.Ordinal)
        ? string.Join('.', name.Split('.').Where(part => part != "module" && !part.StartsWith('_')))
        : name;

    /// <summary>What stands before every name of the model among these; empty when nothing does, or there is none.</summary>
    /// <exception cref="CheckpointException">There are several, and nothing says which is meant.</exception>
    /// <param name="path">The model, for messages.</param>
    /// <param name="names">Unwrapped names.</param>
    /// <param name="anchors">
    /// Names that every tower has once, the longer ones first; <see langword="null"/> for those of CLIP.
    /// </param>
    public static string PrefixOf(string path, IEnumerable<string> names, IReadOnlyList<string>? anchors = null)
    {
        var prefixes = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            if ((anchors ?? ClipAnchors).FirstOrDefault(anchor => EndsWith(name, anchor)) is { } anchor) prefixes.Add(name[..^anchor.Length]);
        }

        if (prefixes.Count < 2 || prefixes.Contains("")) return prefixes.Count == 1 ? prefixes.Min! : "";
        throw new CheckpointException(
            path,
            $"it holds towers of a model under several names: {string.Join(", ", prefixes.Select(prefix =>
                $"'{prefix}'"))}. Save the one that is meant by itself.");
    }

    private static bool EndsWith(string name, string anchor) =>
        name.EndsWith(anchor, StringComparison.Ordinal) && (name.Length == anchor.Length || name[^(anchor.Length + 1)] == '.');
}
