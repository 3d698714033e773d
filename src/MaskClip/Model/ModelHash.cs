using System.IO.Hashing;
using System.Text;
using MaskClip.Checkpoints;
using MaskClip.Storage;

namespace MaskClip.Model;

/// <summary>The identity of a checkpoint: a checksum of all its bytes, configuration files included.</summary>
/// <remarks>Of a folder these are the files that a model can be made of; a picture or a pipe beside them is none of it.</remarks>
internal static class ModelHash
{
    private static readonly HashSet<string> OtherParts = new(StringComparer.OrdinalIgnoreCase)
    {
        ".json", ".model", ".txt", ".npz", ".onnx", ".vocab", ".jsonl",
    };

    private static readonly string[] Configurations = ["config.json", "open_clip_config.json", "preprocessor_config.json"];

    /// <summary>Checksum of a checkpoint file or folder.</summary>
    /// <param name="path">The checkpoint.</param>
    /// <param name="known">Fingerprints of files that were read before.</param>
    public static string Of(string path, FingerprintIndex? known = null)
    {
        string[] files = Directory.Exists(path)
            ? [.. Directory.EnumerateFiles(path).Where(IsPart).Order(StringComparer.Ordinal)]
            : [
                .. Parts(path),
                .. Configurations.Select(name => Path.Combine(Path.GetDirectoryName(Path.GetFullPath(path))!, name)).Where(File.Exists),
            ];
        return OfFiles(files, known);
    }

    private static bool IsPart(string file)
    {
        var ending = Path.GetExtension(file);
        return (OtherParts.Contains(ending) || WeightsFile.Extensions.Contains(ending, StringComparer.OrdinalIgnoreCase))
            && FileKind.IsRegular(file);
    }

    // An index of shards says where tensors are, and not what is in them.
    private static IEnumerable<string> Parts(string path)
    {
        var files = CheckpointFiles.Find(path);
        return files.Contains(path, StringComparer.Ordinal) && files.Count == 1 ? files : [path, .. files];
    }

    /// <summary>Checksum of several files, in their order.</summary>
    /// <param name="files">The files.</param>
    /// <param name="known">Fingerprints of files that were read before.</param>
    public static string OfFiles(IEnumerable<string> files, FingerprintIndex? known = null) =>
        Of(files.Select(file => known?.Of(file) ?? VerifiedCache.Fingerprint(file)));

    private static string Of(IEnumerable<string> fingerprints) =>
        Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join('\n', fingerprints))));
}
