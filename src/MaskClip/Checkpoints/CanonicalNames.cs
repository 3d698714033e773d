using System.Text.RegularExpressions;

namespace MaskClip.Checkpoints;

/// <summary>Brings the names of every known checkpoint to those of OpenAI's CLIP (openai/CLIP, clip/model.py).</summary>
internal static partial class CanonicalNames
{
    // Numbers that OpenAI's archives keep beside the weights; shapes say the same.
    private static readonly HashSet<string> IntegerBuffers =
        new(StringComparer.Ordinal) { "input_resolution", "context_length", "vocab_size" };

    /// <summary>Whether the numbers that only OpenAI's own archives hold are among the names.</summary>
    public static bool AreOpenAI(IEnumerable<string> names) => names.Select(Unwrap).Any(IntegerBuffers.Contains);

    /// <summary>Whether the names are those of a Hugging Face CLIP model.</summary>
    public static bool AreHuggingFace(IEnumerable<string> names) =>
        names.Select(Unwrap).Any(name =>
            name.StartsWith("vision_model.", StringComparison.Ordinal) || name.StartsWith("text_model.", StringComparison.Ordinal));

    /// <summary>The tensors under their canonical names; tensors that CLIP does not know keep theirs.</summary>
    public static Dictionary<string, CheckpointTensor> Apply(string path, IReadOnlyDictionary<string, CheckpointTensor> tensors)
    {
        var unwrapped = new Dictionary<string, CheckpointTensor>(tensors.Count, StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors) Add(path, unwrapped, tensor.Rename(Unwrap(name)), name);
        if (AreHuggingFace(unwrapped.Keys)) return HuggingFaceNames.Apply(path, unwrapped);
        var canonical = new Dictionary<string, CheckpointTensor>(unwrapped.Count, StringComparer.Ordinal);
        foreach (var (name, tensor) in unwrapped)
        {
            if (IntegerBuffers.Contains(name) && tensor.Count == 1 && tensor.Type.IsInteger()) continue;
            var stripped = StripTextTower(name);
            // open_clip can keep the projection as a linear layer, which stores it the other way around.
            var renamed = stripped == "text_projection.weight" ? tensor.Transpose("text_projection") : tensor.Rename(stripped);
            Add(path, canonical, renamed, name);
        }

        return canonical;
    }

    /// <summary>Adds a tensor whose name must be new.</summary>
    public static void Add(string path, Dictionary<string, CheckpointTensor> tensors, CheckpointTensor tensor, string originalName)
    {
        if (tensors.TryAdd(tensor.Name, tensor)) return;
        throw new CheckpointException(
            path,
            $"two tensors of the file have this name (one of them is stored as '{originalName}'). Save the checkpoint again without the other.",
            tensor.Name);
    }

    // What DistributedDataParallel and torch.compile put before names.
    private static string Unwrap(string name)
    {
        while (name.StartsWith("module.", StringComparison.Ordinal)) name = name["module.".Length..];
        if (!name.Contains("_orig_mod.", StringComparison.Ordinal)) return name;
        return Unwrap(name.Replace("_orig_mod.", "", StringComparison.Ordinal));
    }

    // open_clip's CustomTextCLIP keeps the text tower one level deeper.
    private static string StripTextTower(string name) => TextTower().IsMatch(name) ? name["text.".Length..] : name;

    [GeneratedRegex(
        @"^text\.(transformer\.|token_embedding\.|positional_embedding$|ln_final\.|text_projection($|\.weight$))",
        RegexOptions.CultureInvariant)]
    private static partial Regex TextTower();
}
