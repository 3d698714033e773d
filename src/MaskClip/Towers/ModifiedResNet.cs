
using MaskClip.Graph;
using MaskClip.Quantization;

namespace MaskClip.Towers;

/// <summary>CLIP's ModifiedResNet as an ONNX graph, with an output stride of 32, 16 or 8 (see <see cref="ResidualTrunk"/>).</summary>
internal sealed class ModifiedResNet
{
    private const string Prefix = "visual.";
    private const string Pool = "visual.attnpool";

    private readonly ModifiedResNetConfig config;
    private readonly WeightFile weights;
    private readonly OnnxGraph graph;
    private readonly LinearLayers layers;
    private readonly IReadOnlyDictionary<string, ValueRange> ranges;

    private ModifiedResNet(ModifiedResNetConfig config, WeightFile weights, OnnxGraph graph, IReadOnlyDictionary<string, ValueRange> ranges)
    {
        this.config = config;
        this.weights = weights;
        this.graph = graph;
        this.ranges = ranges;
        layers = new(graph, weights);
    }

    private float HeadScale => 1 / MathF.Sqrt((float)config.Width / config.Heads);

    /// <summary>Lays out the tower's weights, batch normalizations folded into the convolutions.</summary>
    public static void AddWeights(TowerWeights tower, ModifiedResNetConfig config)
    {
        Trunk(config, 32).AddWeights(tower, Prefix);
        tower.AddLinear($"{Pool}.q_proj", config.Width, config.Width);
        tower.AddLinear($"{Pool}.k_proj", config.Width, config.Width);
        tower.AddLinear($"{Pool}.v_proj", config.Width, config.Width);
        tower.AddLinear($"{Pool}.c_proj", config.EmbeddingSize, config.Width);
        int grid = config.ImageSize / 32;
        tower.Add($"{Pool}.positional_embedding", 1 + grid * grid, config.Width);
    }

    /// <summary>Emits dense features of every position, and each position's key where asked.</summary>
    /// <param name="config">The tower.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="ranges">Ranges of the maps, which convolutions in 8 bits need.</param>
    /// <param name="last">What the last block does.</param>
    /// <param name="key">Whether keys are wanted too.</param>
    /// <param name="outputStride">Input pixels per cell.</param>
    public static OnnxGraph EmitDense(
        ModifiedResNetConfig config,
        WeightFile weights,
        IReadOnlyDictionary<string, ValueRange> ranges,
        LastBlock last,
        bool key,
        int outputStride)
    {
        var graph = new OnnxGraph($"clip_image_{last.Name}_{outputStride}");
        var tower = new ModifiedResNet(config, weights, graph, ranges);
        var positions = tower.Positions(tower.Map(outputStride));
        var raw = tower.Linear("c_proj", last.Pooling switch
        {
            PoolingAttention.Identity => tower.Linear("v_proj", positions),
            PoolingAttention.QueryKey => tower.Patches(tower.Attend(tower.WithMean(positions), null)),
            PoolingAttention.UnitValues => tower.Patches(tower.AttendUnitValues(tower.WithMean(positions))),
            _ => throw new ArgumentOutOfRangeException(nameof(last), last.Pooling, "This pooling attention cannot be emitted."),
        });
        graph.Output(raw, ImageGraphNames.Raw, "n", "hw", config.EmbeddingSize);
        var features = graph.Add("LpNormalization", [raw], OnnxAttribute.Integer("axis", -1), OnnxAttribute.Integer("p", 2));
        graph.Output(features, ImageGraphNames.Features, "n", "hw", config.EmbeddingSize);
        if (key) graph.Output(tower.Linear("k_proj", positions), ImageGraphNames.Key, "n", "hw", config.KeySize);
        return graph;
    }

    /// <summary>Emits plain CLIP's embedding of the whole photo, which must have the size the model was trained on.</summary>
    public static OnnxGraph EmitGlobal(ModifiedResNetConfig config, WeightFile weights, IReadOnlyDictionary<string, ValueRange> ranges)
    {
        var graph = new OnnxGraph("clip_image_global");
        var tower = new ModifiedResNet(config, weights, graph, ranges);
        var tokens = tower.WithMean(tower.Positions(tower.Map(32)));
        tokens = graph.Add("Add", [tokens, graph.Weight(weights, $"{Pool}.positional_embedding")]);
        var first = graph.Add("Slice", [tokens, graph.Integers(0), graph.Integers(1), graph.Integers(1)]);
        var features = tower.Linear("c_proj", tower.Attend(tokens, first));
        graph.Output(graph.Add("Squeeze", [features, graph.Integers(1)]), ImageGraphNames.Global, "n", config.EmbeddingSize);
        return graph;
    }

    /// <summary>Emits the convolutions with their maps' measures as the only output.</summary>
    /// <returns>The graph, and what reads its output.</returns>
    public static (OnnxGraph Graph, MeasuredConvolutions Measured) EmitMeasures(ModifiedResNetConfig config, WeightFile weights)
    {
        var graph = new OnnxGraph("clip_image_measures");
        var emit = new MeasuredConvolutions(graph, weights);
        Trunk(config, config.Stride).Emit(emit, Prefix, graph.Input(ImageGraphNames.Image, OnnxType.Float, 1, 3, "height", "width"));
        emit.Finish(ImageGraphNames.Measures);
        return (graph, emit);
    }

    private static ResidualTrunk Trunk(
        ModifiedResNetConfig config, int outputStride) => new(BackboneKind.Clip, config.Layers, config.Width / 32, outputStride);

    private OnnxValue Map(int outputStride)
    {
        var image = graph.Input(ImageGraphNames.Image, OnnxType.Float, "n", 3, "height", "width");
        var emit = new ByteConvolutions(graph, weights, ranges);
        return emit.Exact(Trunk(config, outputStride).Emit(emit, Prefix, image)[^1]);
    }

    /// <summary><c>[n, C, h, w]</c> to <c>[n, h·w, C]</c>.</summary>
    private OnnxValue Positions(OnnxValue map) =>
        graph.Add("Transpose", [graph.Add("Reshape", [map, graph.Integers(0, config.Width, -1)])], OnnxAttribute.Integers("perm", 0, 2, 1));

    private OnnxValue WithMean(OnnxValue positions)
    {
        var mean = graph.Add("ReduceMean", [positions], OnnxAttribute.Integers("axes", 1), OnnxAttribute.Integer("keepdims", 1));
        return graph.Add("Concat", [mean, positions], OnnxAttribute.Integer("axis", 1));
    }

    /// <summary>The pooling attention before its output projection; <paramref name="asking"/> are the tokens that ask, or all.</summary>
    private OnnxValue Attend(OnnxValue tokens, OnnxValue? asking)
    {
        var query = graph.Add("Mul", [Heads(Linear("q_proj", asking ?? tokens), 0, 2, 1, 3), graph.Scalar(HeadScale)]);
        return Mix(graph.Add("MatMul", [query, Heads(Linear("k_proj", tokens), 0, 2, 3, 1)]), Heads(Linear("v_proj", tokens), 0, 2, 1, 3));
    }

    /// <summary>
    /// CLIP Surgery's ResNet form before its output projection: <c>softmax(8 s v̂ v̂ᵀ) v</c>, v̂ of unit length in each head.
    /// </summary>
    private OnnxValue AttendUnitValues(OnnxValue tokens)
    {
        const float Sharper = 8;
        tokens = graph.Add("Add", [tokens, graph.Input(ImageGraphNames.Positions, OnnxType.Float, 1, "tokens", config.Width)]);
        var values = Heads(Linear("v_proj", tokens), 0, 2, 1, 3);
        var units = graph.Add("LpNormalization", [values], OnnxAttribute.Integer("axis", -1), OnnxAttribute.Integer("p", 2));
        var transposed = graph.Add("Transpose", [units], OnnxAttribute.Integers("perm", 0, 1, 3, 2));
        return Mix(graph.Add("MatMul", [graph.Add("Mul", [units, graph.Scalar(Sharper * HeadScale)]), transposed]), values);
    }

    private OnnxValue Mix(OnnxValue logits, OnnxValue values)
    {
        var attention = graph.Add("Softmax", [logits], OnnxAttribute.Integer("axis", -1));
        var mixed = graph.Add("Transpose", [graph.Add("MatMul", [attention, values])], OnnxAttribute.Integers("perm", 0, 2, 1, 3));
        return graph.Add("Reshape", [mixed, graph.Integers(0, 0, config.Width)]);
    }

    private OnnxValue Heads(OnnxValue x, params long[] order) =>
        graph.Add(
            "Transpose",
            [graph.Add("Reshape", [x, graph.Integers(0, 0, config.Heads, config.Width / config.Heads)])],
            OnnxAttribute.Integers("perm", order));

    private OnnxValue Patches(OnnxValue tokens) =>
        graph.Add("Slice", [tokens, graph.Integers(1), graph.Integers(int.MaxValue), graph.Integers(1)]);

    private OnnxValue Linear(string part, OnnxValue x) => layers.Emit($"{Pool}.{part}", x);
}
