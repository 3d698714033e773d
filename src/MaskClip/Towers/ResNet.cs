
using MaskClip.Graph;
using MaskClip.Quantization;
using MaskClip.Scores;

namespace MaskClip.Towers;

/// <summary>A ResNet and the linear map behind it as an ONNX graph: dense features of every position.</summary>
internal sealed class ResNet
{
    /// <summary>The name of the linear map from the last stage's channels to the common embedding.</summary>
    public const string Map = "bridge";

    // Positions on a side of the square that counts as a position's surroundings.
    private const int Surroundings = 9;
    private const string Prefix = "visual.";

    private readonly ResNetConfig config;
    private readonly OnnxGraph graph;
    private readonly LinearLayers layers;
    private readonly int outputStride;
    private readonly OnnxValue keyMap;
    private readonly OnnxValue lastMap;

    private ResNet(
        ResNetConfig config, WeightFile weights, OnnxGraph graph, IReadOnlyDictionary<string, ValueRange> ranges, int outputStride)
    {
        this.config = config;
        this.graph = graph;
        this.outputStride = outputStride;
        layers = new(graph, weights);
        var image = graph.Input(ImageGraphNames.Image, OnnxType.Float, "n", 3, "height", "width");
        var emit = new ByteConvolutions(graph, weights, ranges) { PadsUnevenly = config.PadsUnevenly };
        OnnxValue[] stages = config.Trunk(outputStride).Emit(emit, Prefix, image);
        (keyMap, lastMap) = (emit.Exact(stages[^2]), emit.Exact(stages[^1]));
    }

    /// <summary>Lays out the weights, batch normalizations folded into the convolutions.</summary>
    public static void AddWeights(TowerWeights tower, ResNetConfig config)
    {
        AddTrunk(tower, config);
        tower.AddLinear(Map, config.EmbeddingSize, config.Channels);
    }

    /// <summary>Lays out the weights of the residual network alone.</summary>
    public static void AddTrunk(TowerWeights tower, ResNetConfig config) =>
        config.Trunk(ResNetConfig.TrainedStride).AddWeights(tower, Prefix);

    /// <summary>Emits dense features of every position and, where asked, each position's key and surroundings.</summary>
    /// <param name="config">The tower.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="ranges">Ranges of the maps, which convolutions in 8 bits need.</param>
    /// <param name="last">What becomes of the positions.</param>
    /// <param name="key">Whether keys and surroundings are wanted too.</param>
    /// <param name="outputStride">Input pixels per cell.</param>
    public static OnnxGraph EmitDense(
        ResNetConfig config, WeightFile weights, IReadOnlyDictionary<string, ValueRange> ranges, LastBlock last, bool key, int outputStride)
    {
        var graph = new OnnxGraph($"resnet_{last.Name}_{outputStride}");
        var tower = new ResNet(config, weights, graph, ranges, outputStride);
        var positions = tower.Positions(tower.lastMap, config.Channels);
        var mixed = last.Mixing switch
        {
            OwnPosition => positions,
            WholePicture => tower.Everywhere(positions),
            SimilarPositions similar => tower.Average(positions, similar),
            var other => throw new ArgumentOutOfRangeException(nameof(last), other, "This mixing of positions cannot be emitted."),
        };
        var raw = tower.Linear(mixed);
        graph.Output(raw, ImageGraphNames.Raw, "n", "hw", config.EmbeddingSize);
        graph.Output(tower.Unit(raw), ImageGraphNames.Features, "n", "hw", config.EmbeddingSize);
        if (!key) return graph;
        var both = graph.Add("Concat", [tower.Keys(), tower.Unit(positions)], OnnxAttribute.Integer("axis", -1));
        graph.Output(tower.Unit(both), ImageGraphNames.Key, "n", "hw", config.KeySize);
        graph.Output(
            tower.Unit(tower.Linear(tower.Positions(tower.Around(), config.Channels))),
            ImageGraphNames.Surroundings,
            "n",
            "hw",
            config.EmbeddingSize);
        return graph;
    }

    /// <summary>Emits the whole photo's embedding: the map of the mean of all positions.</summary>
    public static OnnxGraph EmitGlobal(
        ResNetConfig config, WeightFile weights, IReadOnlyDictionary<string, ValueRange> ranges, int outputStride)
    {
        var graph = new OnnxGraph("resnet_global");
        var tower = new ResNet(config, weights, graph, ranges, outputStride);
        var mean = graph.Add("ReduceMean", [tower.lastMap], OnnxAttribute.Integers("axes", 2, 3), OnnxAttribute.Integer("keepdims", 0));
        graph.Output(tower.Linear(mean), ImageGraphNames.Global, "n", config.EmbeddingSize);
        return graph;
    }

    /// <summary>
    /// Emits what a linear map is trained on: every position of the last stage before the map and, where asked, pooled as a dense method
    /// pools it, with keys.
    /// </summary>
    /// <param name="config">The tower.</param>
    /// <param name="weights">Weights of the residual network; no map is needed.</param>
    /// <param name="similar">How positions are pooled; <see langword="null"/> for the last stage alone.</param>
    /// <param name="outputStride">Input pixels per cell.</param>
    public static OnnxGraph EmitLastStage(ResNetConfig config, WeightFile weights, SimilarPositions? similar, int outputStride)
    {
        var graph = new OnnxGraph("resnet_last_stage");
        var tower = new ResNet(config, weights, graph, new Dictionary<string, ValueRange>(), outputStride);
        var positions = tower.Positions(tower.lastMap, config.Channels);
        graph.Output(positions, ImageGraphNames.Raw, "n", "hw", config.Channels);
        if (similar is null) return graph;
        graph.Output(tower.Average(positions, similar), ImageGraphNames.Pooled, "n", "hw", config.Channels);
        var both = graph.Add("Concat", [tower.Keys(), tower.Unit(positions)], OnnxAttribute.Integer("axis", -1));
        graph.Output(tower.Unit(both), ImageGraphNames.Key, "n", "hw", config.KeySize);
        return graph;
    }

    /// <summary>Emits the convolutions with their maps' measures as the only output.</summary>
    /// <returns>The graph, and what reads its output.</returns>
    public static (OnnxGraph Graph, MeasuredConvolutions Measured) EmitMeasures(ResNetConfig config, WeightFile weights)
    {
        var graph = new OnnxGraph("resnet_measures");
        var emit = new MeasuredConvolutions(graph, weights) { PadsUnevenly = config.PadsUnevenly };
        config.Trunk(ResNetConfig.TrainedStride)
            .Emit(emit, Prefix, graph.Input(ImageGraphNames.Image, OnnxType.Float, 1, 3, "height", "width"));
        emit.Finish(ImageGraphNames.Measures);
        return (graph, emit);
    }

    /// <summary>
    /// The stage before the last at every position, less its mean over the photo, unit length: <c>[n, h·w, channels]</c>.
    /// </summary>
    private OnnxValue Keys()
    {
        var map = keyMap;
        if (outputStride == ResNetConfig.TrainedStride)
        {
            // This stage's grid is twice as fine: position i of the last sits on its position 2 i.
            map = graph.Add(
                "Slice",
                [map, graph.Integers(0, 0), graph.Integers(int.MaxValue, int.MaxValue), graph.Integers(2, 3), graph.Integers(2, 2)]);
        }

        var mean = graph.Add("ReduceMean", [map], OnnxAttribute.Integers("axes", 2, 3), OnnxAttribute.Integer("keepdims", 1));
        return Unit(Positions(graph.Add("Sub", [map, mean]), config.KeyChannels));
    }

    private OnnxValue Average(OnnxValue positions, SimilarPositions similar)
    {
        var keys = Keys();
        var transposed = graph.Add("Transpose", [keys], OnnxAttribute.Integers("perm", 0, 2, 1));
        var cosines = graph.Add("MatMul", [graph.Add("Mul", [keys, graph.Scalar((float)similar.Strength)]), transposed]);
        var distances = graph.Input(ImageGraphNames.Neighbors, OnnxType.Float, 1, "hw", "hw");
        var weights = graph.Add("Softmax", [graph.Add("Add", [cosines, distances])], OnnxAttribute.Integer("axis", -1));
        return graph.Add("MatMul", [weights, positions]);
    }

    private OnnxValue Everywhere(OnnxValue positions)
    {
        var mean = graph.Add("ReduceMean", [positions], OnnxAttribute.Integers("axes", 1), OnnxAttribute.Integer("keepdims", 1));
        return graph.Add("Expand", [mean, graph.Add("Shape", [positions])]);
    }

    // Only what is inside the photo counts at its border.
    private OnnxValue Around() => graph.Add(
        "AveragePool",
        [lastMap],
        OnnxAttribute.Integers("kernel_shape", Surroundings, Surroundings),
        OnnxAttribute.Integers("pads", Surroundings / 2, Surroundings / 2, Surroundings / 2, Surroundings / 2),
        OnnxAttribute.Integer("count_include_pad", 0));

    /// <summary><c>[n, C, h, w]</c> to <c>[n, h·w, C]</c>.</summary>
    private OnnxValue Positions(OnnxValue map, int channels) =>
        graph.Add("Transpose", [graph.Add("Reshape", [map, graph.Integers(0, channels, -1)])], OnnxAttribute.Integers("perm", 0, 2, 1));

    private OnnxValue Unit(OnnxValue x) =>
        graph.Add("LpNormalization", [x], OnnxAttribute.Integer("axis", -1), OnnxAttribute.Integer("p", 2));

    private OnnxValue Linear(OnnxValue x) => layers.Emit(Map, x);
}
