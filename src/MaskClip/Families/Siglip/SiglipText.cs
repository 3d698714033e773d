using MaskClip.Checkpoints;
using MaskClip.Graph;
using MaskClip.Quantization;
using MaskClip.Towers;

namespace MaskClip.Families.Siglip;

/// <summary>
/// SigLIP's text transformer as an ONNX graph: <c>tokens [m, k]</c> → <c>text_features [m, d]</c>, read at the last place, not normalized.
/// </summary>
/// <remarks>transformers, models/siglip/modeling_siglip.py: no mask at all, padding takes part.</remarks>
internal static class SiglipText
{
    private const string Positions = "positional_embedding", Projection = "text_projection";

    /// <summary>Lays out the weights.</summary>
    public static void AddWeights(TowerWeights tower, SiglipTextConfig config)
    {
        tower.Add(TokenRows.Table, config.VocabularySize, config.Width);
        tower.Add(Positions, config.ContextLength, config.Width);
        for (int layer = 0; layer < config.Layers; layer++)
            TransformerGraph.AddBlockWeights(tower, Block(layer), config.Width, config.Heads);
        tower.AddNorm("ln_final", config.Width);
        tower.AddLinear(Projection, config.EmbeddingSize, config.Width);
    }

    /// <summary>Emits the graph.</summary>
    public static OnnxGraph Emit(SiglipTextConfig config, WeightFile weights)
    {
        var graph = new OnnxGraph("siglip_text");
        var blocks = new TransformerGraph(graph, weights, config.Width, config.Heads, config.Epsilon, config.Activation);
        var tokens = graph.Input(TokenGraph.Tokens, OnnxType.Int64, "m", config.ContextLength);
        var x = blocks.Sum(graph.Add("Gather", [graph.Weight(weights, TokenRows.Table), tokens]), graph.Weight(weights, Positions));
        for (int layer = 0; layer < config.Layers; layer++) x = blocks.Block(Block(layer), x);
        var last = graph.Add("Gather", [x, graph.Whole(config.ContextLength - 1)], OnnxAttribute.Integer("axis", 1));
        graph.Output(blocks.Linear(Projection, blocks.Norm("ln_final", last)), TokenGraph.Features, "m", config.EmbeddingSize);
        return graph;
    }

    private static string Block(int layer) => $"transformer.resblocks.{layer}";
}
