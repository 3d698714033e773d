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
    private readonly string mask;
    private readonly string sizes;
    private readonly string logitsShape;
    private readonly string weightsShape;
    private readonly string mixedShape;

    /// <summary>Prepares the shapes that every block shares.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="blocks">Emits linear layers.</param>
    /// <param name="config">The tower's configuration.</param>
    /// <param name="tokens">The input of token ids <c>[texts, tokens]</c>.</param>
    /// <param name="mask">The causal mask <c>[tokens, tokens]</c>.</param>
    public PrefixAttention(OnnxGraph graph, TransformerGraph blocks, TextTowerConfig config, string tokens, string mask)
    {
        this.graph = graph;
        this.blocks = blocks;
        this.config = config;
        this.mask = mask;
        var shape = graph.Add("Shape", [tokens]);
        var texts = Part(shape, 0);
        var length = Part(shape, 1);
        var before = Part(graph.Add("Shape", [Key(0)]), 2);
        PrefixLength = before;
        string heads = graph.Integers(config.Heads), width = graph.Integers(HeadWidth);
        sizes = Join(before, length);
        logitsShape = Join(heads, texts, length, before);
        weightsShape = Join(heads, graph.Add("Mul", [texts, length]), before);
        mixedShape = Join(heads, texts, length, width);
    }

    /// <summary>Number of tokens of the common beginning, <c>[1]</c>.</summary>
    public string PrefixLength { get; }

    private int HeadWidth => config.Width / config.Heads;

    /// <summary>Input: a block's keys of the common beginning, <c>[heads, d, tokens]</c>.</summary>
    public static string Key(int layer) => $"prefix_key.{layer}";

    /// <summary>Input: a block's values of the common beginning, <c>[heads, tokens, d]</c>.</summary>
    public static string Value(int layer) => $"prefix_value.{layer}";

    /// <summary>Output: a block's keys of the texts' own tokens, <c>[heads, texts, d, tokens]</c>.</summary>
    public static string OwnKey(int layer) => $"key.{layer}";

    /// <summary>Output: a block's values of the texts' own tokens, <c>[heads, texts, tokens, d]</c>.</summary>
    public static string OwnValue(int layer) => $"value.{layer}";

    /// <summary>Declares the inputs of a tower.</summary>
    public static void DeclareInputs(OnnxGraph graph, TextTowerConfig config)
    {
        int width = config.Width / config.Heads;
        for (int layer = 0; layer < config.Layers; layer++)
        {
            graph.Input(Key(layer), OnnxType.Float, config.Heads, width, "p");
            graph.Input(Value(layer), OnnxType.Float, config.Heads, "p", width);
        }
    }

    /// <summary>Attention of one block, with its own keys and values as outputs.</summary>
    public string Attend(int layer, string prefix, string y)
    {
        var query = Heads(blocks.Linear($"{prefix}.q", y), 2, 0, 1, 3);
        var key = Heads(blocks.Linear($"{prefix}.k", y), 2, 0, 3, 1);
        var value = Heads(blocks.Linear($"{prefix}.v", y), 2, 0, 1, 3);
        graph.Output(key, OwnKey(layer), config.Heads, "m", HeadWidth, "k");
        graph.Output(value, OwnValue(layer), config.Heads, "m", "k", HeadWidth);

        var rows = graph.Add("Reshape", [query, graph.Integers(config.Heads, -1, HeadWidth)]);
        var before = graph.Add("Reshape", [graph.Add("MatMul", [rows, Key(layer)]), logitsShape], OnnxAttribute.Integer("allowzero", 1));
        var own = blocks.Sum(graph.Add("MatMul", [query, key]), mask);
        var logits = graph.Add("Concat", [before, own], OnnxAttribute.Integer("axis", -1));
        var weights = graph.Add(
            "Split", 2, [graph.Add("Softmax", [logits], OnnxAttribute.Integer("axis", -1)), sizes], OnnxAttribute.Integer("axis", -1));

        var weightsBefore = graph.Add("Reshape", [weights[0], weightsShape], OnnxAttribute.Integer("allowzero", 1));
        var mixedBefore = graph.Add("Reshape", [graph.Add("MatMul", [weightsBefore, Value(layer)]), mixedShape]);
        var mixed = blocks.Sum(mixedBefore, graph.Add("MatMul", [weights[1], value]));
        var joined = graph.Add("Transpose", [mixed], OnnxAttribute.Integers("perm", 1, 2, 0, 3));
        return blocks.Linear($"{prefix}.out_proj", graph.Add("Reshape", [joined, graph.Integers(0, 0, config.Width)]));
    }

    private string Heads(string x, params long[] order) =>
        graph.Add(
            "Transpose", [graph.Add("Reshape", [x, graph.Integers(0, 0, config.Heads, HeadWidth)])], OnnxAttribute.Integers("perm", order));

    private string Part(string shape, int at) => graph.Add("Slice", [shape, graph.Integers(at), graph.Integers(at + 1)]);

    private string Join(params string[] parts) => graph.Add("Concat", parts, OnnxAttribute.Integer("axis", 0));
}
