
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
    private const float Epsilon = 1e-12f; // BertConfig.layer_norm_eps
    private const string Types = "text.types";

    /// <summary>Lays out the weights.</summary>
    public static void AddWeights(TowerWeights tower, BertConfig config)
    {
        tower.Add("text.words", config.VocabularySize, config.Width);
        tower.Add("text.positions", tower.Rows("text.positions"), config.Width);
        tower.Add(Types, tower.Rows(Types), config.Width);
        tower.AddNorm("text.ln_embed", config.Width);
        for (int layer = 0; layer < config.Layers; layer++)
            TransformerGraph.AddBlockWeights(tower, BertNames.Block(layer), config.Width, config.Heads);
    }

    /// <summary>Emits the graph.</summary>
    public static OnnxGraph Emit(BertConfig config, WeightFile weights)
    {
        var graph = new OnnxGraph("bert_text");
        var blocks = new TransformerGraph(graph, weights, config.Width, config.Heads, Epsilon, Activation.Gelu);
        var tokens = graph.Input(TokenGraph.Tokens, OnnxType.Int64, "m", "k");
        var length = graph.Input(TokenGraph.Length, OnnxType.Int64, "m", 1);
        var padded = new PaddedTexts(graph, tokens, length);

        var zero = graph.Integers(0);
        var words = graph.Add("Gather", [graph.Weight(weights, "text.words"), tokens]);
        var positions = graph.Add("Slice", [graph.Weight(weights, "text.positions"), zero, padded.Count, zero]);
        var type = graph.Add("Slice", [graph.Weight(weights, Types), zero, graph.Integers(1), zero]); // all of a text is of the first type
        var x = blocks.Norm("text.ln_embed", blocks.Sum(words, type, positions));
        for (int layer = 0; layer < config.Layers; layer++) x = blocks.PostNormBlock(BertNames.Block(layer), x, padded.Mask);

        graph.Output(padded.Mean(x), TokenGraph.Features, "m", config.Width);
        return graph;
    }
}
