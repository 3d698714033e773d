using MaskClip.Graph;
using MaskClip.Towers;

namespace MaskClip.Checkpoints.Onnx;

/// <summary>Finds the residual network in an ONNX graph and gives its tensors torchvision's names (<c>layer3.0.conv1.weight</c>).</summary>
/// <remarks>
/// Nothing is taken on trust: every convolution, normalization and sum up to the last block must be where a ResNet has it, or reading fails
/// and names it.
/// What comes behind the last block (pooling, a classifier) is left out.
/// </remarks>
internal sealed class OnnxResNet
{
    private const float Epsilon = 1e-5f; // the only one that weights are folded with
    private const int Stages = 4;

    private readonly OnnxWeights file;
    private readonly Dictionary<string, OnnxNode> producers = new(StringComparer.Ordinal);
    private readonly Dictionary<string, CheckpointTensor> tensors = new(StringComparer.Ordinal);
    private readonly HashSet<OnnxNode> understood = new(ReferenceEqualityComparer.Instance);
    private readonly int[] layers = new int[Stages];
    private bool? uneven;
    private bool basic;

    private OnnxResNet(OnnxWeights file)
    {
        this.file = file;
        foreach (var node in file.NodeList)
        {
            foreach (var output in node.Outputs) producers[output] = node;
        }
    }

    /// <summary>Reads the network.</summary>
    /// <param name="file">The graph.</param>
    /// <returns>Its tensors, its blocks by stage, whether they are basic blocks, and whether strided layers pad one row less at the end
    /// than at the beginning.</returns>
    /// <exception cref="CheckpointException">The graph is not a ResNet, or has something that a ResNet has not.</exception>
    public static (IReadOnlyDictionary<string, CheckpointTensor> Tensors, int[] Layers, bool Basic, bool PadsUnevenly) Read(
        OnnxWeights file)
    {
        var network = new OnnxResNet(file);
        network.ReadBlocks();
        network.CheckRest();
        return (network.tensors, network.layers, network.basic, network.uneven ?? false);
    }

    private void ReadBlocks()
    {
        int stage = -1;
        foreach (var sum in file.NodeList.Where(IsSum))
        {
            var (one, other) = (Chain(sum.Input(0)), Chain(sum.Input(1)));
            var (main, shortcut) = one.Convolutions.Count >= other.Convolutions.Count ? (one, other) : (other, one);
            if (main.Start != shortcut.Start || main.Convolutions.Count is not (2 or 3) || shortcut.Convolutions.Count > 1)
            {
                throw Wrong(sum, "is not the end of a residual block of two or three convolutions");
            }

            if (stage < 0)
            {
                ReadStem(main.Start);
                basic = main.Convolutions.Count == 2;
            }

            if (basic != (main.Convolutions.Count == 2)) throw Wrong(sum, "ends a block of another kind than the first one");
            bool strides = main.Convolutions.Any(convolution => convolution.List("strides", 1, 1).Any(stride => stride != 1));
            if (stage < 0 || strides) stage++;
            if (stage >= Stages) throw Wrong(sum, $"begins a stage after the {Stages} that a ResNet has");
            var block = $"layer{stage + 1}.{layers[stage]++}";
            int strided = basic ? 0 : 1;
            for (int i = 0; i < main.Convolutions.Count; i++)
            {
                AddConvolution(main.Convolutions[i], $"{block}.conv{i + 1}", $"{block}.bn{i + 1}", i == strided && strides ? 2 : 1);
            }

            if (shortcut.Convolutions is [var projection])
                AddConvolution(projection, $"{block}.downsample.0", $"{block}.downsample.1", strides ? 2 : 1);
            understood.Add(sum);
        }

        if (layers.Contains(0))
            throw new CheckpointException(file.Path, $"its graph has blocks in {stage + 1} stages; a ResNet has {Stages}.");
    }

    private void ReadStem(string start)
    {
        var pool = producers.GetValueOrDefault(start);
        if (pool is not { Operation: "MaxPool" } || !pool.List("kernel_shape").SequenceEqual([3, 3])
            || !pool.List("strides").SequenceEqual([2, 2]))
        {
            throw new CheckpointException(
                file.Path, $"a pool of 3x3 with stride 2 should give '{start}', which enters the first block of a ResNet; it does not.");
        }

        CheckPadding(pool, 3, strided: true);
        understood.Add(pool);
        var stem = Chain(pool.Input(0));
        if (stem.Convolutions is not [var convolution]) throw Wrong(pool, "does not follow a single convolution");
        AddConvolution(convolution, "conv1", "bn1", 2);
    }

    /// <summary>The convolutions that lead to a value, first one first, and the value that they begin with.</summary>
    private (string Start, List<OnnxNode> Convolutions) Chain(string value)
    {
        List<OnnxNode> convolutions = [];
        while (true)
        {
            var node = producers.GetValueOrDefault(value);
            if (node is { Operation: "Relu" } && producers.GetValueOrDefault(node.Input(0)) is { Operation: "BatchNormalization" } before)
            {
                understood.Add(node);
                node = before;
            }

            if (node is not { Operation: "BatchNormalization" }
                || producers.GetValueOrDefault(node.Input(0)) is not { Operation: "Conv" } convolution)
            {
                // A block begins with what the one before gives: its sum's positive part.
                if (node is { Operation: "Relu" }) understood.Add(node);
                return (value, convolutions);
            }

            convolutions.Insert(0, convolution);
            value = convolution.Input(0);
        }
    }

    private void AddConvolution(OnnxNode convolution, string name, string norm, int stride)
    {
        var weight = Tensor(convolution, 1);
        int kernel = weight.Shape.Count == 4 ? weight.Shape[2] : 0;
        if (kernel is not (1 or 3 or 7) || weight.Shape[3] != kernel)
            throw Wrong(convolution, $"has weights of shape {TensorShape.Text(weight.Shape)}");
        if (!convolution.List("strides", 1, 1).SequenceEqual([stride, stride]))
            throw Wrong(convolution, $"should have a stride of {stride}");
        if (convolution.List("dilations", 1, 1).Any(dilation => dilation != 1) || convolution.List("group", 1)[0] != 1)
            throw Wrong(convolution, "has dilation or groups");
        if (convolution.Input(2).Length > 0) throw Wrong(convolution, "has a bias before its normalization");
        CheckPadding(convolution, kernel, stride == 2);
        var normalization = file.NodeList.First(node => node.Operation == "BatchNormalization" && node.Input(0) == convolution.Output);
        if (Math.Abs(normalization.Numbers.GetValueOrDefault("epsilon", Epsilon) - Epsilon) > 1e-9f)
            throw Wrong(normalization, $"has an epsilon other than {Epsilon}");
        tensors.Add($"{name}.weight", weight.Rename($"{name}.weight"));
        string[] parts = ["weight", "bias", "running_mean", "running_var"];
        for (int i = 0; i < parts.Length; i++) tensors.Add($"{norm}.{parts[i]}", Tensor(normalization, i + 1).Rename($"{norm}.{parts[i]}"));
        understood.Add(convolution);
        understood.Add(normalization);
    }

    private void CheckPadding(OnnxNode node, int kernel, bool strided)
    {
        int even = kernel / 2;
        long[] pads = node.List("pads", 0, 0, 0, 0);
        bool less = pads.SequenceEqual([even, even, even - 1, even - 1]);
        if (!pads.SequenceEqual([even, even, even, even]) && !(less && strided)) throw Wrong(node, $"pads by {string.Join(", ", pads)}");
        if (kernel == 1 || !strided) return;
        if (uneven is { } before && before != less) throw Wrong(node, "pads otherwise than the strided layers before it");
        uneven = less;
    }

    private void CheckRest()
    {
        int last = file.NodeList.Select((node, i) => understood.Contains(node) ? i : -1).Max();
        var unknownLabel = file.NodeList.Take(last).FirstOrDefault(node => !understood.Contains(node));
        if (unknownLabel is not null) throw Wrong(unknownLabel, "is nothing that a ResNet has");
    }

    private bool IsSum(OnnxNode node) =>
        node.Operation == "Add" && !file.Tensors.ContainsKey(node.Input(0)) && !file.Tensors.ContainsKey(node.Input(1));

    private CheckpointTensor Tensor(OnnxNode node, int input) =>
        file.Tensors.TryGetValue(node.Input(input), out var tensor)
            ? tensor
            : throw Wrong(node, $"takes its input {input} from no tensor of the file");

    private CheckpointException Wrong(OnnxNode node, string what) =>
        new(file.Path, $"{node.Operation} '{node.Output}' {what}; a ResNet with a 7x7 stem and four stages is expected.");
}
