
using MaskClip.Checkpoints;
using MaskClip.Graph;

namespace MaskClip.Towers;

/// <summary>
/// A BERT encoder as an ONNX graph: <c>tokens [m, k]</c>, <c>length [m, 1]</c> → <c>text_features [m, d]</c>, the mean of each text's own
/// tokens.
/// </summary>
/// <remarks>transformers, models/bert/modeling_bert.py; the mean is sentence-transformers' <c>Pooling</c>.</remarks>
internal static class Bert
{
    /// <summary>The name of the input of token ids; those behind a text's length are passed over.</summary>
    public const string Tokens = "tokens";

    /// <summary>The name of the input of each text's number of tokens.</summary>
    public const string Length = "length";

    /// <summary>The name of the output.</summary>
    public const string Features = "text_features";

    private const float Epsilon = 1e-12f; // BertConfig.layer_norm_eps
    private const float Hidden = -1e9f;   // what is added to the logits of tokens that are passed over
    private const string Types = "text.types";

    /// <summary>Lays out the weights.</summary>
    public static void AddWeights(TowerWeights tower, BertConfig config)
    {
        tower.Add("text.words", config.VocabularySize, config.Width);
        tower.Add("text.positions", tower.Rows("text.positions"), config.Width);
        tower.Add(Types, tower.Rows(Types), config.Width);
        tower.AddNorm("text.ln_embed", config.Width);
        for (int layer = 0; layer < config.Layers; layer++) TransformerGraph.AddBlockWeights(tower, BertNames.Block(layer), config.Width, config.Heads);
    }

    /// <summary>Emits the graph.</summary>
    public static OnnxGraph Emit(BertConfig config, WeightFile weights)
    {
        var graph = new OnnxGraph("bert_text");
        var blocks = new TransformerGraph(graph, weights, config.Width, config.Heads, Epsilon, Activation.Gelu);
        var tokens = graph.Input(Tokens, OnnxType.Int64, "m", "k");
        var length = graph.Input(Length, OnnxType.Int64, "m", 1);
        var count = graph.Add("Slice", [graph.Add("Shape", [tokens]), graph.Integers(1), graph.Integers(2)]);
        var places = graph.Add("Range", [graph.Whole(0), graph.Add("Squeeze", [count]), graph.Whole(1)]);
        var own = graph.Add("Cast", [graph.Add("Less", [places, length])], OnnxAttribute.Integer("to", (int)OnnxType.Float)); // [m, k], 1 for a text's own tokens
        var others = graph.Add("Mul", [graph.Add("Sub", [graph.Scalar(1), own]), graph.Scalar(Hidden)]);
        var mask = graph.Add("Unsqueeze", [others, graph.Integers(1, 2)]);

        var zero = graph.Integers(0);
        var words = graph.Add("Gather", [graph.Weight(weights, "text.words"), tokens]);
        var positions = graph.Add("Slice", [graph.Weight(weights, "text.positions"), zero, count, zero]);
        var type = graph.Add("Slice", [graph.Weight(weights, Types), zero, graph.Integers(1), zero]); // all of a text is of the first type
        var x = blocks.Norm("text.ln_embed", blocks.Sum(words, type, positions));
        for (int layer = 0; layer < config.Layers; layer++) x = blocks.PostNormBlock(BertNames.Block(layer), x, mask);

        var shares = graph.Add("Div", [own, graph.Add("Cast", [length], OnnxAttribute.Integer("to", (int)OnnxType.Float))]);
        var mean = graph.Add("MatMul", [graph.Add("Unsqueeze", [shares, graph.Integers(1)]), x]);
        graph.Output(graph.Add("Squeeze", [mean, graph.Integers(1)]), Features, "m", config.Width);
        return graph;
    }
}
