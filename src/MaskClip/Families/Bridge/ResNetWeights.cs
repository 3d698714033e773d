
using MaskClip.Checkpoints;
using MaskClip.Checkpoints.Onnx;
using MaskClip.Towers;

namespace MaskClip.Families.Bridge;

/// <summary>A ResNet's tensors under this library's names, read from an ONNX file or from a checkpoint with torchvision's names.</summary>
/// <remarks>
/// Several threads may read it. Dispose it after the last of them: a later read is refused, one under way is not waited for.
/// </remarks>
public sealed class ResNetWeights : IDisposable
{
    private const string Prefix = "visual.";

    private readonly MappedBytes file;
    private readonly Dictionary<string, CheckpointTensor> tensors;

    private ResNetWeights(
        MappedBytes file, IReadOnlyDictionary<string, CheckpointTensor> tensors, IReadOnlyList<int> layers, bool isBasic, bool padsUnevenly)
    {
        this.file = file;
        this.tensors = tensors.ToDictionary(pair => Prefix + pair.Key, pair => pair.Value, StringComparer.Ordinal);
        Description = new(layers, isBasic, padsUnevenly, Require($"{Prefix}layer4.0.bn{(isBasic ? 2 : 3)}.weight").Shape[0]);
    }

    /// <summary>The network, as its weights show it.</summary>
    public ResNetDescription Description { get; }

    /// <summary>Numbers that were trained.</summary>
    public long Parameters =>
        tensors.Values.Where(tensor => !tensor.Name.Contains("running_", StringComparison.Ordinal)).Sum(tensor => tensor.Count);

    /// <summary>Opens a file.</summary>
    /// <exception cref="CheckpointException">It is damaged, or no ResNet with a 7x7 stem.</exception>
    public static ResNetWeights Open(string path)
    {
        var file = MappedBytes.Open(path);
        try
        {
            return path.EndsWith(".onnx", StringComparison.OrdinalIgnoreCase) ? OfOnnx(file) : OfTorchvision(file);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>A tensor that must be there.</summary>
    public CheckpointTensor Require(string name) => tensors.TryGetValue(name, out var tensor)
        ? tensor
        : throw new CheckpointException(
            file.Path,
            "it is missing: a ResNet with a 7x7 stem and four stages is expected, as torchvision has it.",
            name[Prefix.Length..]);

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    private static ResNetWeights OfOnnx(MappedBytes file)
    {
        var (tensors, layers, basic, uneven) = OnnxResNet.Read(OnnxWeights.Read(file));
        return new(file, tensors, layers, basic, uneven);
    }

    private static ResNetWeights OfTorchvision(MappedBytes file)
    {
        var all = WeightsFile.Read(file);
        // The classifier, and counters that only training reads.
        var tensors = all.Where(pair =>
            !pair.Key.StartsWith("fc.", StringComparison.Ordinal) && !pair.Key.EndsWith(".num_batches_tracked", StringComparison.Ordinal))
            .ToDictionary(StringComparer.Ordinal);
        bool basic = !tensors.ContainsKey("layer1.0.conv3.weight");
        var layers = new int[4];
        for (int stage = 0; stage < layers.Length; stage++)
        {
            while (tensors.ContainsKey($"layer{stage + 1}.{layers[stage]}.conv1.weight")) layers[stage]++;
        }

        if (layers.Contains(0) || !tensors.TryGetValue("conv1.weight", out var stem) || stem.Shape is not [_, 3, 7, 7])
        {
            throw new CheckpointException(
                file.Path,
                $"it is not a ResNet with a 7x7 stem and four stages, as torchvision has it; it holds {MissingTensor.Describe(all.Keys)}.");
        }

        var weights = new ResNetWeights(file, tensors, layers, basic, padsUnevenly: false);
        weights.CheckNames();
        return weights;
    }

    /// <summary>
    /// A tensor that nothing reads may change what the network computes (ResNeXt, SE blocks, other stems): better no model than a wrong
    /// one.
    /// </summary>
    private void CheckNames()
    {
        HashSet<string> known = new(StringComparer.Ordinal);
        AddNormed("conv1", "bn1");
        for (int stage = 0; stage < Description.Layers.Count; stage++)
        {
            for (int block = 0; block < Description.Layers[stage]; block++)
            {
                var name = $"layer{stage + 1}.{block}";
                for (int i = 1; i <= (Description.IsBasic ? 2 : 3); i++) AddNormed($"{name}.conv{i}", $"{name}.bn{i}");
                if (block == 0) AddNormed($"{name}.downsample.0", $"{name}.downsample.1");
            }
        }

        if (tensors.Keys.FirstOrDefault(name => !known.Contains(name)) is { } other)
        {
            throw new CheckpointException(
                file.Path, "nothing of a ResNet with a 7x7 stem reads it, so that what it does would be left out.", other[Prefix.Length..]);
        }

        void AddNormed(string convolution, string norm)
        {
            foreach (var name in new[]
            {
                $"{convolution}.weight", $"{norm}.weight", $"{norm}.bias", $"{norm}.running_mean", $"{norm}.running_var",
            })
                known.Add(Prefix + name);
        }
    }
}
