using MaskClip.Checkpoints.Numpy;
using MaskClip.Checkpoints.Torch;

namespace MaskClip.Checkpoints;

/// <summary>One file of weights, whatever its format, by the names it uses itself. The content decides, not the extension.</summary>
internal static class WeightsFile
{
    private const int LongestSign = 32;

    /// <summary>The extensions that a file of weights has when it is looked for in a folder.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".safetensors", ".bin", ".pt", ".pth"];

    /// <summary>Reads the names and places of the tensors in mapped bytes, which stay the caller's.</summary>
    public static Dictionary<string, CheckpointTensor> Read(MappedBytes bytes)
    {
        // A safetensors header may be as long as the first byte of a pickle says, so it is asked for first.
        if (SafetensorsHeader.Looks(bytes)) return Safetensors(bytes);
        if (NpzFile.Looks(bytes)) return NpzFile.Read(bytes);
        if (TorchArchive.Looks(bytes)) return TorchArchive.Read(bytes);
        if (LegacyTorchFile.Looks(bytes)) return LegacyTorchFile.Read(bytes);
        RefuseWhatIsNoModel(bytes);
        // Not even the beginning is right: the reader knows best what is wrong.
        if (bytes.Path.EndsWith(".safetensors", StringComparison.OrdinalIgnoreCase)) return Safetensors(bytes);
        throw new CheckpointException(
            bytes.Path,
            "this is not a checkpoint. Allowed are safetensors files, OpenAI's TorchScript archives (.pt), torch.save files " +
            "(.pt, .pth, .bin), and folders of Hugging Face or open_clip.");
    }

    private static Dictionary<string, CheckpointTensor> Safetensors(MappedBytes bytes) =>
        SafetensorsHeader.Read(bytes).Tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);

    // Both happen often: a repository cloned without its large files, a download page saved in place of the download.
    private static void RefuseWhatIsNoModel(MappedBytes bytes)
    {
        var start = bytes.Slice(0, (int)Math.Min(bytes.Length, LongestSign)).TrimStart(" \t\r\n"u8);
        if (start.StartsWith("version https://git-lfs"u8))
        {
            throw new CheckpointException(bytes.Path, "this is a Git LFS pointer, not the model itself. Fetch it with: git lfs pull");
        }

        if (start.StartsWith("<!"u8) || start.StartsWith("<html"u8) || start.StartsWith("<?xml"u8))
        {
            throw new CheckpointException(
                bytes.Path, "this is a web page, not a model. Download the file behind the page's download link.");
        }
    }
}
