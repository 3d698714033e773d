namespace MaskClip.Checkpoints;

/// <summary>One file of weights, whatever its format, by the names it uses itself. The content decides, not the extension.</summary>
internal static class WeightsFile
{
    /// <summary>The extensions that a file of weights has when it is looked for in a folder.</summary>
    public static IReadOnlyList<string> Extensions { get; } = [".safetensors", ".bin", ".pt", ".pth"];

    /// <summary>Reads the names and places of the tensors in mapped bytes, which stay the caller's.</summary>
    public static Dictionary<string, CheckpointTensor> Read(MappedBytes bytes)
    {
        if (SafetensorsHeader.Looks(bytes)) return ByName(SafetensorsHeader.Read(bytes).Tensors);
        throw new CheckpointException(bytes.Path, "this is no checkpoint. Allowed are safetensors, TorchScript archives and torch.save files.");
    }

    private static Dictionary<string, CheckpointTensor> ByName(List<CheckpointTensor> tensors) =>
        tensors.ToDictionary(tensor => tensor.Name, StringComparer.Ordinal);
}
