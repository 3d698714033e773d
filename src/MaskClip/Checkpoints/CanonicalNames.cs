using System.Text.RegularExpressions;

namespace MaskClip.Checkpoints;

/// <summary>Brings the names of every known checkpoint to those of OpenAI's CLIP (openai/CLIP, clip/model.py).</summary>
internal static partial class CanonicalNames
{
    // Numbers that OpenAI's archives keep beside the weights; shapes say the same.
    private static readonly HashSet<string> IntegerBuffers =
        new(StringComparer.Ordinal) { "input_resolution", "context_length", "vocab_size" };

    /// <summary>Whether the numbers that only OpenAI's own archives hold are among the names.</summary>
    public static bool AreOpenAI(IEnumerable<string> names) => names.Any(IntegerBuffers.Contains);

    /// <summary>Whether the names are those of a Hugging Face CLIP model.</summary>
    public static bool AreHuggingFace(IEnumerable<string> names) =>
        names.Any(name =>
            name.StartsWith("vision_model.", StringComparison.Ordinal) || name.StartsWith("text_model.", StringComparison.Ordinal));

    /// <summary>
    /// The tensors without the names of what they were wrapped in, and those of a larger model around them, under the names that it has for
    /// them.
    /// </summary>
    /// <exception cref="CheckpointException">Two tensors have one name then, or there are several CLIPs.</exception>
    public static (Dictionary<string, CheckpointTensor> Own, string Prefix, List<string> Around) Unwrap(
        string path, IReadOnlyDictionary<string, CheckpointTensor> tensors)
    {
        var unwrapped = new Dictionary<string, CheckpointTensor>(tensors.Count, StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors) Add(path, unwrapped, tensor.Rename(ModuleWrappers.Unwrap(name)), name);
        var prefix = ModuleWrappers.PrefixOf(path, unwrapped.Keys);
        if (prefix.Length == 0) return (unwrapped, prefix, []);
        var own = new Dictionary<string, CheckpointTensor>(tensors.Count, StringComparer.Ordinal);
        var around = new List<string>();
        foreach (var (name, tensor) in unwrapped)
        {
            if (name.StartsWith(prefix, StringComparison.Ordinal)) own.Add(name[prefix.Length..], tensor.Rename(name[prefix.Length..]));
            else around.Add(tensor.StoredName);
        }

        return (own, prefix, around);
    }

    /// <summary>Unwrapped tensors under their canonical names; tensors that CLIP does not know keep theirs.</summary>
    public static Dictionary<string, CheckpointTensor> Apply(string path, Dictionary<string, CheckpointTensor> unwrapped)
    {
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
            $"two tensors of the file have this name (one of them is stored as '{originalName}'). Save the checkpoint again without the " +
            $"other.",
            tensor.Name);
    }

    // open_clip's CustomTextCLIP keeps the text tower one level deeper.
    private static string StripTextTower(string name) => TextTower().IsMatch(name) ? name["text.".Length..] : name;

    [GeneratedRegex(
        @"^text\.(transformer\.|token_embedding\.|positional_embedding$|ln_final\.|text_projection($|\.weight$|\.bias$)|attn_mask$)",
        RegexOptions.CultureInvariant)]
    private static partial Regex TextTower();
}
