using MaskClip.Graph;

namespace MaskClip.Towers;

/// <summary>
/// Emits causal attention of texts that all begin with the same tokens, whose keys and values are given: they are computed once for all
/// texts.
/// </summary>
/// <remarks>
/// Heads come first (<c>[heads, texts, tokens, d]</c>), so that every text's product with the common beginning is one large matrix product
/// a head. The beginning may be empty.
/// </remarks>
internal sealed class PrefixAttention
{
    private readonly OnnxGraph graph;
    private readonly TransformerGraph blocks;
    private readonly TextTowerConfig config;
    private readonly OnnxValue mask;
    private readonly OnnxValue sizes;
    private readonly OnnxValue logitsShape;
    private readonly OnnxValue weightsShape;
    private readonly OnnxValue mixedShape;
    private readonly List<(OnnxValue Key, OnnxValue Value)> beginning = [];

    /// <summary>Declares the inputs and prepares the shapes that every block shares.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="blocks">Emits linear layers.</param>
    /// <param name="config">The tower's configuration.</param>
    /// <param name="tokens">The input of token ids <c>[texts, tokens]</c>.</param>
    /// <param name="mask">The causal mask <c>[tokens, tokens]</c>.</param>
    public PrefixAttention(OnnxGraph graph, TransformerGraph blocks, TextTowerConfig config, OnnxValue tokens, OnnxValue mask)
    {
        this.graph = graph;
        this.blocks = blocks;
        this.config = config;
        this.mask = mask;
        for (int layer = 0; layer < config.Layers; layer++)
        {
            beginning.Add((
                graph.Input(Key(layer), OnnxType.Float, config.Heads, HeadWidth, "p"),
                graph.Input(Value(layer), OnnxType.Float, config.Heads, "p", HeadWidth)));
        }

        var shape = graph.Add("Shape", [tokens]);
        var texts = Part(shape, 0);
        var length = Part(shape, 1);
        var before = Part(graph.Add("Shape", [beginning[0].Key]), 2);
        PrefixLength = before;
        OnnxValue heads = graph.Integers(config.Heads), width = graph.Integers(HeadWidth);
        sizes = Join(before, length);
        logitsShape = Join(heads, texts, length, before);
        weightsShape = Join(heads, graph.Add("Mul", [texts, length]), before);
        mixedShape = Join(heads, texts, length, width);
    }

    /// <summary>Number of tokens of the common beginning, <c>[1]</c>.</summary>
    public OnnxValue PrefixLength { get; }

    private int HeadWidth => config.Width / config.Heads;

    /// <summary>Input: a block's keys of the common beginning, <c>[heads, d, tokens]</c>.</summary>
    public static string Key(int layer) => $"prefix_key.{layer}";

    /// <summary>Input: a block's values of the common beginning, <c>[heads, tokens, d]</c>.</summary>
    public static string Value(int layer) => $"prefix_value.{layer}";

    /// <summary>Output: a block's keys of the texts' own tokens, <c>[heads, texts, d, tokens]</c>.</summary>
    public static string OwnKey(int layer) => $"key.{layer}";

    /// <summary>Output: a block's values of the texts' own tokens, <c>[heads, texts, tokens, d]</c>.</summary>
    public static string OwnValue(int layer) => $"value.{layer}";

    /// <summary>Attention of one block, with its own keys and values as outputs.</summary>
    public OnnxValue Attend(int layer, string prefix, OnnxValue y)
    {
        var query = Heads(blocks.Linear($"{prefix}.q", y), 2, 0, 1, 3);
        var key = Heads(blocks.Linear($"{prefix}.k", y), 2, 0, 3, 1);
        var value = Heads(blocks.Linear($"{prefix}.v", y), 2, 0, 1, 3);
        graph.Output(key, OwnKey(layer), config.Heads, "m", HeadWidth, "k");
        graph.Output(value, OwnValue(layer), config.Heads, "m", "k", HeadWidth);

        var rows = graph.Add("Reshape", [query, graph.Integers(config.Heads, -1, HeadWidth)]);
        var products = graph.Add("MatMul", [rows, beginning[layer].Key]);
        var before = graph.Add("Reshape", [products, logitsShape], OnnxAttribute.Integer("allowzero", 1));
        var own = blocks.Sum(graph.Add("MatMul", [query, key]), mask);
        var logits = graph.Add("Concat", [before, own], OnnxAttribute.Integer("axis", -1));
        var weights = graph.Add(
            "Split", 2, [graph.Add("Softmax", [logits], OnnxAttribute.Integer("axis", -1)), sizes], OnnxAttribute.Integer("axis", -1));

        var weightsBefore = graph.Add("Reshape", [weights[0], weightsShape], OnnxAttribute.Integer("allowzero", 1));
        var mixedBefore = graph.Add("Reshape", [graph.Add("MatMul", [weightsBefore, beginning[layer].Value]), mixedShape]);
        var mixed = blocks.Sum(mixedBefore, graph.Add("MatMul", [weights[1], value]));
        var joined = graph.Add("Transpose", [mixed], OnnxAttribute.Integers("perm", 1, 2, 0, 3));
        return blocks.Linear($"{prefix}.out_proj", graph.Add("Reshape", [joined, graph.Integers(0, 0, config.Width)]));
    }

    private OnnxValue Heads(OnnxValue x, params long[] order) =>
        graph.Add(
            "Transpose", [graph.Add("Reshape", [x, graph.Integers(0, 0, config.Heads, HeadWidth)])], OnnxAttribute.Integers("perm", order));

    private OnnxValue Part(OnnxValue shape, int at) => graph.Add("Slice", [shape, graph.Integers(at), graph.Integers(at + 1)]);

    private OnnxValue Join(params OnnxValue[] parts) => graph.Add("Concat", parts, OnnxAttribute.Integer("axis", 0));
}
