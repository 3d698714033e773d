
using MaskClip.Graph;
using MaskClip.Towers;

namespace MaskClip.Students;

/// <summary>A student as an ONNX graph: normalized photos in, logits out.</summary>
internal static class StudentGraph
{
    /// <summary>The output: logits <c>[n, classes, height/s, width/s]</c>.</summary>
    public const string Logits = "logits";

    private const string Backbone = "backbone.";
    private const string Classifier = "classifier";

    /// <summary>Lays out the weights: batch normalizations folded into convolutions, the classifier as one row a class.</summary>
    public static void AddWeights(StudentFile file, WeightFile weights)
    {
        var config = file.Config;
        var tower = new TowerWeights(file.Require, weights);
        if (config.Transformer is { } transformer) StudentTransformerGraph.AddWeights(tower, transformer, config.EmbeddingSize);
        else AddDecoder(file, tower, weights);
        var rows = new ClassifierRows(file);
        weights.Add($"{Classifier}.weight", [rows.Count, config.EmbeddingSize, 1, 1], rows.Weights);
        weights.Add($"{Classifier}.bias", [rows.Count], rows.Biases);
    }

    /// <summary>Emits the graph.</summary>
    public static OnnxGraph Emit(StudentConfig config, int classes, WeightFile weights)
    {
        var graph = new OnnxGraph("maskclip_student");
        var emit = new Convolutions(graph, weights) { PadsUnevenly = config.Backbone?.PadsUnevenly ?? false };
        var image = graph.Input(ImageGraphNames.Image, OnnxType.Float, "n", 3, "height", "width");
        var features = config.Transformer is { } transformer
            ? StudentTransformerGraph.Emit(graph, weights, transformer, config.EmbeddingSize, image)
            : Decoded(emit, config, config.Backbone!, image);
        graph.Output(emit.Convolve(Classifier, features), Logits, "n", classes, "rows", "columns");
        return graph;
    }

    private static void AddDecoder(StudentFile file, TowerWeights tower, WeightFile weights)
    {
        var (config, backbone) = (file.Config, file.Config.Backbone!);
        backbone.Trunk.AddWeights(tower, Backbone);
        if (config.Decoder == StudentDecoder.PspNet) PspNetGraph.AddWeights(tower, config);
        else if (config.Decoder == StudentDecoder.Context) ContextGraph.AddWeights(file, tower, weights);
        else AddDeepLab(tower, config, backbone);
    }

    private static void AddDeepLab(TowerWeights tower, StudentConfig config, StudentBackbone backbone)
    {
        int input = backbone.Channels, size = config.EmbeddingSize;
        bool separable = config.Decoder == StudentDecoder.DeepLabV3Plus;
        foreach (var (name, dilation) in Branches(config))
        {
            if (separable && dilation > 1) AddSeparable(tower, name, size, input);
            else AddNormed(tower, name, size, input, dilation > 1 ? 3 : 1);
        }

        if (separable)
        {
            AddNormed(tower, "decoder.pool", size, input, 1);
            AddNormed(tower, "decoder.bottleneck", size, (config.Dilations.Count + 1) * size, 3);
            AddNormed(tower, "decoder.low", StudentConfig.LowLevelChannels, backbone.LowChannels, 1);
            AddSeparable(tower, "decoder.merge.0", size, size + StudentConfig.LowLevelChannels);
            AddSeparable(tower, "decoder.merge.1", size, size);
        }
    }

    private static OnnxValue Decoded(Convolutions emit, StudentConfig config, StudentBackbone backbone, OnnxValue image)
    {
        OnnxValue[] stages = backbone.Trunk.Emit(emit, Backbone, backbone.PadsUnevenly ? Moved(emit.Graph, image) : image);
        return config.Decoder switch
        {
            StudentDecoder.DeepLabV3Plus => DeepLabV3Plus(emit, config, backbone, stages[0], stages[^1]),
            StudentDecoder.PspNet => PspNetGraph.Emit(emit, config, stages[^1]),
            StudentDecoder.Context => ContextGraph.Emit(emit, config, stages[^1]),
            _ => DeepLabV2(emit, config, stages[^1]),
        };
    }

    // Left and up by half a cell; the last row and column are repeated.
    private static OnnxValue Moved(OnnxGraph graph, OnnxValue image)
    {
        const int Half = StudentBackbone.OutputStride / 2;
        var padded = graph.Add("Pad", [image, graph.Integers(0, 0, 0, 0, 0, 0, Half, Half)], OnnxAttribute.Word("mode", "edge"));
        return graph.Add(
            "Slice", [padded, graph.Integers(Half, Half), graph.Integers(int.MaxValue, int.MaxValue), graph.Integers(2, 3)]);
    }

    private static OnnxValue DeepLabV2(Convolutions emit, StudentConfig config, OnnxValue x) =>
        Branches(config).Select(branch => emit.ConvolveRelu($"{branch.Name}.conv", x, dilation: branch.Dilation)).Aggregate(emit.Sum);

    private static OnnxValue DeepLabV3Plus(
        Convolutions emit, StudentConfig config, StudentBackbone backbone, OnnxValue first, OnnxValue last)
    {
        OnnxValue[] branches = [.. Branches(config).Select(branch => branch.Dilation > 1
            ? Separable(emit, branch.Name, last, backbone.Channels, branch.Dilation)
            : emit.ConvolveRelu($"{branch.Name}.conv", last))];
        var whole = emit.ConvolveRelu("decoder.pool.conv", emit.Graph.Add("GlobalAveragePool", [last]));
        whole = emit.Graph.Add("Expand", [whole, emit.Graph.Add("Shape", [branches[0]])]);
        var x = emit.ConvolveRelu("decoder.bottleneck.conv", Concatenate(emit, [whole, .. branches]));
        x = Concatenate(emit, [emit.Double(x), emit.ConvolveRelu("decoder.low.conv", first)]);
        x = Separable(emit, "decoder.merge.0", x, config.EmbeddingSize + StudentConfig.LowLevelChannels);
        return Separable(emit, "decoder.merge.1", x, config.EmbeddingSize);
    }

    private static OnnxValue Concatenate(Convolutions emit, OnnxValue[] maps) =>
        emit.Graph.Add("Concat", maps, OnnxAttribute.Integer("axis", 1));

    private static OnnxValue Separable(Convolutions emit, string name, OnnxValue x, int channels, int dilation = 1) =>
        emit.ConvolveRelu($"{name}.pointwise.conv", emit.ConvolveRelu($"{name}.depthwise.conv", x, dilation: dilation, groups: channels));

    /// <summary>Lays out a convolution and its normalization, folded into it.</summary>
    internal static void AddNormed(TowerWeights tower, string name, int output, int input, int kernel) =>
        tower.AddConvolution($"{name}.conv", $"{name}.bn", output, input, kernel);

    private static void AddSeparable(TowerWeights tower, string name, int output, int input)
    {
        AddNormed(tower, $"{name}.depthwise", input, 1, 3);
        AddNormed(tower, $"{name}.pointwise", output, input, 1);
    }

    private static IEnumerable<(string Name, int Dilation)> Branches(StudentConfig config) =>
        config.Dilations.Select((dilation, index) => ($"decoder.aspp.{index}", dilation));
}
