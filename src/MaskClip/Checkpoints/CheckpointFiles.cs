using System.Text.RegularExpressions;

namespace MaskClip.Checkpoints;

/// <summary>Finds the weights that a path stands for: the file itself, or those in a folder, which may be split into shards.</summary>
internal static partial class CheckpointFiles
{
    private const string OpenClipPrefix = "open_clip";

    /// <summary>What the name of a list of shards ends with.</summary>
    public const string IndexExtension = ".index.json";

    // Safetensors first: nothing in it could even ask to be executed.
    private static readonly string[] OpenClipNames =
        ["open_clip_model.safetensors", "open_clip_pytorch_model.safetensors", "open_clip_pytorch_model.bin"];

    private static readonly string[] HuggingFaceNames =
        ["model.safetensors", $"model.safetensors{IndexExtension}", "pytorch_model.bin", $"pytorch_model.bin{IndexExtension}"];

    /// <summary>The files of weights, one or all shards.</summary>
    public static IReadOnlyList<string> Find(string path)
    {
        if (Directory.Exists(path)) path = Choose(path);
        if (!File.Exists(path))
        {
            throw new CheckpointException(
                path,
                "there is no such file or folder. Allowed are safetensors files, OpenAI's TorchScript archives (.pt), torch.save files " +
                "(.pt, .pth, .bin), and folders of Hugging Face or open_clip. Check the path.");
        }

        if (path.EndsWith(IndexExtension, StringComparison.Ordinal)) return Shards(path);
        return ShardName().IsMatch(Path.GetFileName(path)) && IndexOf(path) is { } index ? Shards(index) : [path];
    }

    /// <summary>Whether a file is named as open_clip names its weights, so that the configuration beside it is about them.</summary>
    public static bool IsOpenClip(string file) => Path.GetFileName(file).StartsWith(OpenClipPrefix, StringComparison.OrdinalIgnoreCase);

    /// <summary>
    /// The name, of those in a folder, that is its model: a file of weights or the list of its shards. <see langword="null"/> where that is
    /// not clear.
    /// </summary>
    public static string? Preferred(IReadOnlyCollection<string> names)
    {
        string[] known =
        [
            .. names.Contains(OpenClipConfig.FileName) ? OpenClipNames : [],
            .. names.Contains(HuggingFaceConfig.FileName) ? HuggingFaceNames : [],
        ];
        if (Array.Find(known, names.Contains) is { } found) return found;
        var weights = Weights(names);
        if (names.Contains(OpenClipConfig.FileName) && weights.FindAll(IsOpenClip) is [var marked]) return marked;
        return weights is [var only] ? only : null;
    }

    /// <summary>The names of files of weights, in order.</summary>
    public static List<string> Weights(IEnumerable<string> names) =>
        [
            .. names.Where(name => WeightsFile.Extensions.Contains(Path.GetExtension(name), StringComparer.OrdinalIgnoreCase))
                .Order(StringComparer.Ordinal),
        ];

    private static string Choose(string folder)
    {
        HashSet<string> names = [.. Directory.EnumerateFiles(folder).Select(file => Path.GetFileName(file))];
        var weights = Weights(names);
        if (weights.Count > 0 && weights.TrueForAll(name => ShardName().IsMatch(name))
            && IndexOf(Path.Combine(folder, weights[0])) is { } index)
            return index;
        if (Preferred(names) is { } preferred) return Path.Combine(folder, preferred);
        if (weights.Count == 0)
        {
            throw new CheckpointException(
                folder,
                $"the folder holds no weights. Allowed are {string.Join(", ", OpenClipNames)} beside {OpenClipConfig.FileName}, " +
                $"{string.Join(", ", HuggingFaceNames)} beside {HuggingFaceConfig.FileName}, " +
                $"or any one file of {string.Join(", ", WeightsFile.Extensions)}.");
        }

        throw new CheckpointException(
            folder,
            $"the folder holds several files of weights ({string.Join(", ", weights)}). Give the path of one of them.");
    }

    // One shard is not a model: the index beside it knows the others.
    private static string? IndexOf(
        string shard) => Directory.EnumerateFiles(Path.GetDirectoryName(Path.GetFullPath(shard))!, $"*{IndexExtension}")
        .Order(StringComparer.Ordinal)
        .FirstOrDefault(index => ConfigFile.Read(index)!.Texts("weight_map").Contains(Path.GetFileName(shard), StringComparer.Ordinal));

    [GeneratedRegex("-[0-9]{5}-of-[0-9]{5}[.]", RegexOptions.CultureInvariant)]
    private static partial Regex ShardName();

    private static string[] Shards(string index)
    {
        var names = ConfigFile.Read(index)!.Texts("weight_map");
        if (names.Count == 0)
        {
            throw new CheckpointException(index, "it has no 'weight_map' that says which tensor is in which shard. Download it again.");
        }

        var folder = Path.GetDirectoryName(Path.GetFullPath(index))!;
        var shards = new SortedSet<string>(StringComparer.Ordinal);
        foreach (var name in names)
        {
            // A shard lies beside its index; a path could lead anywhere.
            if (name.Length == 0 || name.AsSpan().ContainsAny("/\\:\0"))
            {
                throw new CheckpointException(
                    index, $"it lists the shard '{name}'; allowed is the name of a file beside it. Download it again.");
            }

            shards.Add(Path.Combine(folder, name));
        }

        if (shards.FirstOrDefault(shard => !File.Exists(shard)) is { } missing)
        {
            throw new CheckpointException(missing, $"this shard is missing, although {Path.GetFileName(index)} lists it. Download it too.");
        }

        return [.. shards];
    }
}
