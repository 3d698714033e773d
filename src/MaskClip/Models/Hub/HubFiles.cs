using System.Text.RegularExpressions;
using MaskClip.Checkpoints;

namespace MaskClip.Models.Hub;

/// <summary>
/// Which of a repository's files a model needs: the weights once, in the format that is read most safely, and what lies beside them.
/// </summary>
internal static partial class HubFiles
{
    private static readonly string[] Configurations = [OpenClipConfig.FileName, HuggingFaceConfig.FileName, "preprocessor_config.json"];

    private static readonly string[] Tokenizers =
    [
        "tokenizer_config.json", "special_tokens_map.json", "added_tokens.json", "vocab.json", "vocab.txt", "merges.txt",
        "tokenizer.model", "spiece.model", "sentencepiece.bpe.model",
    ];

    // The same as the above in one file, up to ten times as large: only where it is all there is.
    private const string WholeTokenizer = "tokenizer.json";

    /// <summary>The needed files: configuration first, weights last.</summary>
    /// <exception cref="ModelPullException">There are no weights, or several without a sign which.</exception>
    public static IReadOnlyList<HubFile> Needed(HubName name, IReadOnlyList<HubFile> all)
    {
        // Files in folders are other formats, checkpoints of the training, pictures. None is asked for, so none can lead anywhere.
        var files = all.Where(file => !file.Path.AsSpan().ContainsAny("/\\:\0")).ToDictionary(file => file.Path, StringComparer.Ordinal);
        var weights = Weights(name, files);
        var tokenizers = Tokenizers.Where(files.ContainsKey).ToArray();
        bool isThere = tokenizers.Any(file => file.EndsWith(".model", StringComparison.Ordinal) || file is "vocab.json" or "vocab.txt");
        string[] whole = files.ContainsKey(WholeTokenizer) && !isThere ? [WholeTokenizer] : [];
        return [.. Configurations.Where(files.ContainsKey).Concat(tokenizers).Concat(whole).Concat(weights).Select(file => files[file])];
    }

    private static IEnumerable<string> Weights(HubName name, Dictionary<string, HubFile> files)
    {
        if (CheckpointFiles.Preferred(files.Keys) is { } preferred) return WithShards(preferred, files);
        string[] indices = [.. files.Keys.Where(file => file.EndsWith(CheckpointFiles.IndexExtension, StringComparison.Ordinal))];
        // model.safetensors before pytorch_model.bin
        if (indices.Length > 0) return WithShards(indices.Order(StringComparer.Ordinal).First(), files);
        var readable = CheckpointFiles.Weights(files.Keys);
        string[] safe = [.. readable.Where(file => file.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase))];
        if (safe is [var only]) return [only];
        if (readable.Count > 0)
        {
            throw new ModelPullException(
                $"{name} has several files of weights ({Names(readable)}), and nothing says which one is the model. " +
                "Download one of them by hand and give its path.");
        }

        string[] arrays =
        [
            .. files.Keys.Where(file => file.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)).Order(StringComparer.Ordinal)
        ];
        if (arrays.Length > 0) return arrays;
        throw new ModelPullException(
            $"{name} has no weights in a format that is read (safetensors, bin, pt, pth, npz). It has: {Names([.. files.Keys])}.");
    }

    // model.safetensors.index.json says which tensor is where; its shards are model-00001-of-00002.safetensors and so on.
    private static IEnumerable<string> WithShards(string preferred, Dictionary<string, HubFile> files)
    {
        if (!preferred.EndsWith(CheckpointFiles.IndexExtension, StringComparison.Ordinal)) return [preferred];
        var whole = preferred[..^CheckpointFiles.IndexExtension.Length];
        var (stem, extension) = (Path.GetFileNameWithoutExtension(whole), Path.GetExtension(whole));
        return files.Keys.Where(IsShard).Order(StringComparer.Ordinal).Prepend(preferred);

        bool IsShard(string file) =>
            Shard().Match(file) is { Success: true } shard && shard.Groups[1].Value == stem && shard.Groups[2].Value == extension;
    }

    private static string Names(IReadOnlyList<string> names)
    {
        var shown = string.Join(", ", names.Order(StringComparer.Ordinal).Take(10).DefaultIfEmpty("nothing"));
        return Storage.Printable.Of(names.Count > 10 ? $"{shown} and {names.Count - 10} more" : shown);
    }

    [GeneratedRegex(@"\A(.+)-[0-9]{5}-of-[0-9]{5}(\.[a-z]+)\z")]
    private static partial Regex Shard();
}
