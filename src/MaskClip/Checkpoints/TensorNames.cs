using System.Text.RegularExpressions;

namespace MaskClip.Checkpoints;

/// <summary>What the tensors of a published layout are called here: every name is known, or the model is refused.</summary>
/// <remarks>
/// A tensor that nothing reads may change what the network computes; better no model than a wrong one. <c>#</c> in a name stands for the
/// number of a block.
/// </remarks>
/// <param name="layout">The layout, for messages: <c>SigLIP in Hugging Face's layout</c>.</param>
/// <param name="names">Published names and ours; an empty one of ours is a tensor that is rightly left out.</param>
internal sealed partial class TensorNames(string layout, IEnumerable<(string Published, string Ours)> names)
{
    private readonly Dictionary<string, string> known = names.ToDictionary(
        pair => pair.Published, pair => pair.Ours, StringComparer.Ordinal);

    /// <summary>Names of a layer's weight and bias.</summary>
    public static IEnumerable<(string Published, string Ours)> Layer(string published, string ours) =>
        [($"{published}.weight", $"{ours}.weight"), ($"{published}.bias", $"{ours}.bias")];

    /// <summary>The tensors under our names.</summary>
    /// <param name="path">The model, for messages.</param>
    /// <param name="tensors">Its tensors.</param>
    /// <exception cref="CheckpointException">One of them is not known, or the numbers of blocks have gaps.</exception>
    public Dictionary<string, CheckpointTensor> Apply(string path, IReadOnlyDictionary<string, CheckpointTensor> tensors)
    {
        var ours = new Dictionary<string, CheckpointTensor>(tensors.Count, StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            var block = Block().Match(name);
            var pattern = block.Success
                ? $"{name[..block.Groups["number"].Index]}#{name[(block.Groups["number"].Index + block.Groups["number"].Length)..]}"
                : name;
            if (!known.TryGetValue(pattern, out var renamed))
            {
                throw new CheckpointException(
                    path,
                    $"nothing of {layout} is called so, and what it does would be left out. This model is a variant that is not supported.",
                    name);
            }

            if (renamed.Length > 0)
            {
                CanonicalNames.Add(
                    path, ours, tensor.Rename(renamed.Replace("#", block.Groups["number"].Value, StringComparison.Ordinal)), name);
            }
        }

        return ours;
    }

    /// <summary>Number of blocks 0, 1, 2, ... of a tower.</summary>
    /// <param name="path">The model, for messages.</param>
    /// <param name="tensors">Its tensors under our names.</param>
    /// <param name="prefix">What comes before a block's number.</param>
    /// <exception cref="CheckpointException">There is none, or their numbers have a gap.</exception>
    public static int CountBlocks(string path, IReadOnlyDictionary<string, CheckpointTensor> tensors, string prefix)
    {
        var numbers = tensors.Keys.Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .Select(name => name[prefix.Length..name.IndexOf('.', prefix.Length)]).ToHashSet(StringComparer.Ordinal);
        if (numbers.Count == 0) throw new CheckpointException(path, "is missing; the model is incomplete.", $"{prefix}0");
        for (int block = 0; block < numbers.Count; block++)
        {
            if (numbers.Contains($"{block}")) continue;
            throw new CheckpointException(
                path, $"is missing, although there are {numbers.Count} blocks; the model is incomplete.", $"{prefix}{block}");
        }

        return numbers.Count;
    }

    [GeneratedRegex(@"\.(?<number>0|[1-9][0-9]{0,3})\.", RegexOptions.CultureInvariant)]
    private static partial Regex Block();
}
