using MaskClip.Checkpoints;
using MaskClip.Testing;

namespace MaskClip.Parity.Tests.Dense.Reference;

/// <summary>The golden transformer with its blocks twice over: as deep as a ViT-L.</summary>
internal static class DeeperTower
{
    /// <summary>Writes the checkpoint into a folder.</summary>
    public static string Write(string folder)
    {
        const string Blocks = "visual.transformer.resblocks.";
        var path = Path.Combine(folder, "deeper.safetensors");
        using var checkpoint = Checkpoint.Open(SharedData.Path("golden", "vit.safetensors"));
        var entries = new List<(string, int[], float[])>();
        foreach (var tensor in checkpoint.Tensors.Values)
        {
            entries.Add((tensor.Name, [.. tensor.Shape], tensor.ToArray()));
            if (!tensor.Name.StartsWith(Blocks, StringComparison.Ordinal)) continue;
            var rest = tensor.Name[Blocks.Length..];
            int dot = rest.IndexOf('.');
            entries.Add(($"{Blocks}{int.Parse(rest[..dot]) + 12}{rest[dot..]}", [.. tensor.Shape], tensor.ToArray()));
        }

        SafetensorsWriter.Write(path, entries);
        return path;
    }
}
