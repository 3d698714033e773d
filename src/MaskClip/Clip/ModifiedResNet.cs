using MaskClip.Clip.Quantisation;
using MaskClip.Dense;
using MaskClip.Graph;

namespace MaskClip.Clip;

/// <summary>CLIP's ModifiedResNet as an ONNX graph, with an output stride of 32, 16 or 8.</summary>
/// <remarks>
/// A smaller output stride turns the later average-pool strides into dilation with the same weights: away from the border the result equals
/// evaluating every shift of the photo and weaving the maps together.
/// </remarks>
internal sealed class ModifiedResNet
{
    private const string Pool = "visual.attnpool";
    private const int Expansion = 4;

    private readonly ModifiedResNetConfig config;
    private readonly WeightFile weights;
    private readonly OnnxGraph graph;
    private readonly LinearLayers layers;
    private int dilation = 1;

    private ModifiedResNet(ModifiedResNetConfig config, WeightFile weights, OnnxGraph graph)
    {
        this.config = config;
        this.weights = weights;
        this.graph = graph;
        layers = new(graph, weights);
    }

    private int BaseWidth => config.Width / 32;

    /// <summary>Lays out the tower's weights, batch normalisations folded into the convolutions.</summary>
    public static void AddWeights(TowerWeights tower, ModifiedResNetConfig config)
    {
        int width = config.Width / 32;
        tower.AddConvolution("visual.conv1", "visual.bn1", width / 2, 3, 3);
        tower.AddConvolution("visual.conv2", "visual.bn2", width / 2, width / 2, 3);
        tower.AddConvolution("visual.conv3", "visual.bn3", width, width / 2, 3);
        int input = width;
        for (int stage = 0; stage < 4; stage++)
        {
            int planes = width << stage;
            for (int block = 0; block < config.Layers[stage]; block++)
            {
                var prefix = $"visual.layer{stage + 1}.{block}";
                tower.AddConvolution($"{prefix}.conv1", $"{prefix}.bn1", planes, input, 1);
                tower.AddConvolution($"{prefix}.conv2", $"{prefix}.bn2", planes, planes, 3);
                tower.AddConvolution($"{prefix}.conv3", $"{prefix}.bn3", planes * Expansion, planes, 1);
                if (block == 0) tower.AddConvolution($"{prefix}.downsample.0", $"{prefix}.downsample.1", planes * Expansion, input, 1);
                input = planes * Expansion;
            }
        }

        tower.AddLinear($"{Pool}.q_proj", config.Width, config.Width);
        tower.AddLinear($"{Pool}.k_proj", config.Width, config.Width);
        tower.AddLinear($"{Pool}.v_proj", config.Width, config.Width);
        tower.AddLinear($"{Pool}.c_proj", config.EmbeddingSize, config.Width);
        int grid = config.ImageSize / 32;
        tower.Add($"{Pool}.positional_embedding", 1 + grid * grid, config.Width);
    }

    /// <summary>Emits dense features of every position, and each position's key where asked.</summary>
    public static OnnxGraph EmitDense(ModifiedResNetConfig config, WeightFile weights, LastBlock last, bool key, int outputStride)
    {
        var graph = new OnnxGraph($"clip_image_{last.Name}_{outputStride}");
        var tower = new ModifiedResNet(config, weights, graph);
        var positions = tower.Positions(tower.Trunk(outputStride));
        var mixed = last.Attention switch
        {
            LastAttention.Identity => tower.Linear("v_proj", positions),
            LastAttention.QueryKey => tower.Patches(tower.Attend(tower.WithMean(positions), null)),
            _ => throw new ArgumentException($"The method '{last.Name}' has no meaning for a ResNet; 'maskclip' and 'clip' have.", nameof(last)),
        };
        var features = graph.Add("LpNormalization", [tower.Linear("c_proj", mixed)], OnnxAttribute.Integer("axis", -1), OnnxAttribute.Integer("p", 2));
        graph.Output(features, ImageGraphNames.Features, "n", "hw", config.EmbeddingSize);
        if (key) graph.Output(tower.Linear("k_proj", positions), ImageGraphNames.Key, "n", "hw", config.KeySize);
        return graph;
    }

    /// <summary>Emits plain CLIP's embedding of the whole photo, which must have the size the model was trained on.</summary>
    public static OnnxGraph EmitGlobal(ModifiedResNetConfig config, WeightFile weights)
    {
        var graph = new OnnxGraph("clip_image_global");
        var tower = new ModifiedResNet(config, weights, graph);
        var tokens = tower.WithMean(tower.Positions(tower.Trunk(32)));
        tokens = graph.Add("Add", [tokens, graph.Weight(weights, $"{Pool}.positional_embedding")]);
        var first = graph.Add("Slice", [tokens, graph.Integers(0), graph.Integers(1), graph.Integers(1)]);
        var features = tower.Linear("c_proj", tower.Attend(tokens, first));
        graph.Output(graph.Add("Squeeze", [features, graph.Integers(1)]), ImageGraphNames.Global, "n", config.EmbeddingSize);
        return graph;
    }

    private string Trunk(int outputStride)
    {
        var x = graph.Input(ImageGraphNames.Image, OnnxType.Float, "n", 3, "height", "width");
        x = Relu(Convolution("visual.conv1", x, 3, stride: 2));
        x = Relu(Convolution("visual.conv2", x, 3));
        x = Relu(Convolution("visual.conv3", x, 3));
        x = AveragePool(x);
        int stride = 4;
        for (int stage = 0; stage < 4; stage++)
        {
            bool halve = stage > 0;
            bool dilate = halve && stride >= outputStride;
            if (halve && !dilate) stride *= 2;
            for (int block = 0; block < config.Layers[stage]; block++)
            {
                x = Bottleneck($"visual.layer{stage + 1}.{block}", x, BaseWidth << stage, first: block == 0, halve: halve && block == 0, dilate);
            }
        }

        return x;
    }

    private string Bottleneck(string prefix, string x, int planes, bool first, bool halve, bool dilate)
    {
        var y = Relu(Convolution($"{prefix}.conv1", x, 1));
        y = Relu(Convolution($"{prefix}.conv2", y, 3));
        var shortcut = x;
        if (halve)
        {
            y = dilate ? DilatedAverage(y, planes) : AveragePool(y);
            // The shortcut's pool has as many channels as the block's input: twice the block's planes.
            shortcut = dilate ? DilatedAverage(x, planes * 2) : AveragePool(x);
        }

        if (halve && dilate) dilation *= 2;
        y = Convolution($"{prefix}.conv3", y, 1);
        if (first) shortcut = Convolution($"{prefix}.downsample.0", shortcut, 1);
        return Relu(graph.Add("Add", [y, shortcut]));
    }

    private string AveragePool(string x) =>
        graph.Add("AveragePool", [x], OnnxAttribute.Integers("kernel_shape", 2, 2), OnnxAttribute.Integers("strides", 2, 2));

    /// <summary>A 2x2 mean of positions <c>dilation</c> apart, without stride; right and bottom borders are replicated.</summary>
    private string DilatedAverage(string x, int channels)
    {
        var padded = graph.Add("Pad", [x, graph.Integers(0, 0, 0, 0, 0, 0, dilation, dilation)], OnnxAttribute.Word("mode", "edge"));
        var kernel = graph.Add("Expand", [graph.Scalar(0.25f), graph.Integers(channels, 1, 2, 2)]);
        return graph.Add("Conv", [padded, kernel], OnnxAttribute.Integer("group", channels), OnnxAttribute.Integers("kernel_shape", 2, 2), OnnxAttribute.Integers("dilations", dilation, dilation));
    }

    private string Convolution(string prefix, string x, int kernel, int stride = 1)
    {
        long spread = kernel == 3 ? dilation : 1, pad = kernel == 3 ? spread : 0;
        return graph.Add(
            "Conv",
            [x, graph.Weight(weights, $"{prefix}.weight"), graph.Weight(weights, $"{prefix}.bias")],
            OnnxAttribute.Integers("kernel_shape", kernel, kernel),
            OnnxAttribute.Integers("strides", stride, stride),
            OnnxAttribute.Integers("dilations", spread, spread),
            OnnxAttribute.Integers("pads", pad, pad, pad, pad));
    }

    private string Relu(string x) => graph.Add("Relu", [x]);

    /// <summary><c>[n, C, h, w]</c> to <c>[n, h·w, C]</c>.</summary>
    private string Positions(string map) =>
        graph.Add("Transpose", [graph.Add("Reshape", [map, graph.Integers(0, config.Width, -1)])], OnnxAttribute.Integers("perm", 0, 2, 1));

    private string WithMean(string positions)
    {
        var mean = graph.Add("ReduceMean", [positions], OnnxAttribute.Integers("axes", 1), OnnxAttribute.Integer("keepdims", 1));
        return graph.Add("Concat", [mean, positions], OnnxAttribute.Integer("axis", 1));
    }

    /// <summary>The pooling attention before its output projection; <paramref name="asking"/> are the tokens that ask, or all.</summary>
    private string Attend(string tokens, string? asking)
    {
        float scale = 1 / MathF.Sqrt((float)config.Width / config.Heads);
        var query = graph.Add("Mul", [Heads(Linear("q_proj", asking ?? tokens), 0, 2, 1, 3), graph.Scalar(scale)]);
        var key = Heads(Linear("k_proj", tokens), 0, 2, 3, 1);
        var value = Heads(Linear("v_proj", tokens), 0, 2, 1, 3);
        var weight = graph.Add("Softmax", [graph.Add("MatMul", [query, key])], OnnxAttribute.Integer("axis", -1));
        var mixed = graph.Add("Transpose", [graph.Add("MatMul", [weight, value])], OnnxAttribute.Integers("perm", 0, 2, 1, 3));
        return graph.Add("Reshape", [mixed, graph.Integers(0, 0, config.Width)]);
    }

    private string Heads(string x, params long[] order) =>
        graph.Add("Transpose", [graph.Add("Reshape", [x, graph.Integers(0, 0, config.Heads, config.Width / config.Heads)])], OnnxAttribute.Integers("perm", order));

    private string Patches(string tokens) => graph.Add("Slice", [tokens, graph.Integers(1), graph.Integers(int.MaxValue), graph.Integers(1)]);

    private string Linear(string part, string x) => layers.Emit($"{Pool}.{part}", x);
}
