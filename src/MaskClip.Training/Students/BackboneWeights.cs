using MaskClip.Checkpoints;
using MaskClip.Students;
using MaskClip.Towers;
using MaskClip.Training.Engine;
using MaskClip.Training.Towers;
using static TorchSharp.torch;

namespace MaskClip.Training.Students;

/// <summary>What a backbone took from a checkpoint.</summary>
/// <param name="Taken">Number of tensors taken.</param>
/// <param name="NotTaken">Tensors of the checkpoint's backbone that were left, each with the reason.</param>
/// <param name="LeftAsTheyWere">The backbone's tensors that the checkpoint did not give.</param>
internal sealed record BackboneWeights(int Taken, IReadOnlyList<string> NotTaken, IReadOnlyList<string> LeftAsTheyWere)
{
    // mmseg's deep stem is one sequence: convolutions at 0, 3, 6, normalizations behind each.
    private static readonly Dictionary<string, string> DeepStem = new(StringComparer.Ordinal)
    {
        ["conv1"] = "stem.0",
        ["bn1"] = "stem.1",
        ["conv2"] = "stem.3",
        ["bn2"] = "stem.4",
        ["conv3"] = "stem.6",
        ["bn3"] = "stem.7",
    };

    /// <summary>Copies what fits: CLIP's <c>visual.*</c>, or torchvision's, mmpretrain's and mmseg's ResNet names.</summary>
    /// <exception cref="CheckpointException">The residual blocks are missing or of other sizes.</exception>
    public static BackboneWeights Load(Checkpoint checkpoint, StudentBackbone backbone, IEnumerable<(string Name, Tensor Value)> states)
    {
        var prefix = Prefix(checkpoint, backbone);
        var used = new HashSet<string>(StringComparer.Ordinal);
        var left = new List<string>();
        foreach (var (name, value) in states)
        {
            var source = prefix + Stored(name, backbone, checkpoint, prefix);
            if (IsStem(name)
                && (!checkpoint.Tensors.TryGetValue(source, out var found) || !found.Shape.Select(size => (long)size).SequenceEqual(
                    value.shape)))
            {
                left.Add(name);
                continue;
            }

            if (!checkpoint.Tensors.TryGetValue(source, out var tensor))
            {
                throw new CheckpointException(
                    checkpoint.Path,
                    "it is missing: this checkpoint's network has other blocks than the student's backbone. Take the backbone that fits " +
                    "it.",
                    source);
            }
            StoredTensors.Copy(tensor, value);
            used.Add(source);
        }

        var rest = checkpoint.Tensors.Values
            .Where(tensor =>
                tensor.Name.StartsWith(prefix, StringComparison.Ordinal) && !used.Contains(tensor.Name)
                    && !tensor.Name.EndsWith(".num_batches_tracked", StringComparison.Ordinal))
            .Select(tensor => $"{tensor.Name} [{string.Join(", ", tensor.Shape)}]");
        return new BackboneWeights(used.Count, [.. rest.Order(StringComparer.Ordinal)], left);
    }

    /// <summary>Copies a bridge model's ResNet, its first layer's channels turned to red, green, blue.</summary>
    /// <param name="folder">The model.</param>
    /// <param name="states">The student's tensors.</param>
    /// <exception cref="CheckpointException">A tensor is missing or of another size.</exception>
    public static void LoadBridge(Families.Bridge.BridgeFolder folder, IEnumerable<(string Name, Tensor Value)> states)
    {
        using var weights = Families.Bridge.ResNetWeights.Open(folder.ImageFile);
        using var none = no_grad();
        foreach (var (name, value) in states)
        {
            StoredTensors.Copy(weights.Require($"visual.{name}"), value);
            if (name != "conv1.weight" || !folder.Normalization.IsBgr) continue;
            using var turned = value.flip(1);
            value.copy_(turned);
        }
    }

    /// <summary>Copies CLIP's transformer, its position embeddings resized to the student's grid.</summary>
    /// <param name="checkpoint">A CLIP model.</param>
    /// <param name="states">The student's tensors, under openai/CLIP's names after <c>visual.</c>.</param>
    /// <exception cref="CheckpointException">A tensor is missing or of another size.</exception>
    public static BackboneWeights LoadTransformer(Checkpoint checkpoint, IEnumerable<(string Name, Tensor Value)> states)
    {
        int taken = 0;
        foreach (var (name, value) in states)
        {
            var source = checkpoint.Require($"visual.{name}");
            if (name == "positional_embedding") VisionTower.CopyPositions(source, value);
            else StoredTensors.Copy(source, value);
            taken++;
        }

        return new BackboneWeights(taken, [], []);
    }

    private static string Prefix(Checkpoint checkpoint, StudentBackbone backbone)
    {
        string[] prefixes = backbone.Kind == BackboneKind.Clip ? ["visual."] : ["", "backbone."];
        return prefixes.FirstOrDefault(prefix => checkpoint.Tensors.ContainsKey($"{prefix}layer1.0.conv1.weight"))
            ?? throw new CheckpointException(
            checkpoint.Path,
            backbone.Kind == BackboneKind.Clip
                ? "it has no CLIP ResNet ('visual.layer1.0.conv1.weight'). Give a CLIP model whose image tower is a ResNet."
                : "it has no ResNet ('layer1.0.conv1.weight'). Give a ResNet as torchvision or OpenMMLab publish it.");
    }

    private static string Stored(string name, StudentBackbone backbone, Checkpoint checkpoint, string prefix)
    {
        if (backbone.Kind == BackboneKind.Clip || !IsStem(name) || !checkpoint.Tensors.ContainsKey($"{prefix}stem.0.weight")) return name;
        var part = name[..name.IndexOf('.', StringComparison.Ordinal)];
        return DeepStem[part] + name[part.Length..];
    }

    private static bool IsStem(string name) => !name.StartsWith("layer", StringComparison.Ordinal);
}
