using MaskClip.Checkpoints;
using MaskClip.Graph;
using MaskClip.Towers;

namespace MaskClip.Families.Tips;

/// <summary>
/// TIPS's text transformer as an ONNX graph: <c>tokens [m, k]</c>, <c>length [m, 1]</c> → <c>text_features [m, d]</c>, the mean of each
/// text's own tokens, not normalized.
/// </summary>
/// <remarks>google-deepmind/tips, <c>pytorch/text_encoder.py</c>: <c>x = E √d + P</c>, attention without a causal mask, ReLU.</remarks>
internal static class TipsText
{
    private const string Positions = "text.positions";

    /// <summary>Lays out the weights.</summary>
    public static void AddWeights(TowerWeights tower, TipsTextConfig config)
    {
        tower.Add(TokenRows.Table, config.VocabularySize, config.Width);
        tower.File.Add(Positions, [config.ContextLength, config.Width], () => Sinusoids(config.ContextLength, config.Width));
        for (int layer = 0; layer < config.Layers; layer++)
            TransformerGraph.AddBlockWeights(tower, Block(layer), config.Width, config.Heads);
        tower.AddNorm("ln_final", config.Width);
    }

    /// <summary>Emits the graph.</summary>
    public static OnnxGraph Emit(TipsTextConfig config, WeightFile weights)
    {
        var graph = new OnnxGraph("tips_text");
        var blocks = new TransformerGraph(graph, weights, config.Width, config.Heads, TipsConfig.TextEpsilon, Activation.Gelu)
        {
            IsRectified = true,
        };
        var tokens = graph.Input(TokenGraph.Tokens, OnnxType.Int64, "m", "k");
        var padded = new PaddedTexts(graph, tokens, graph.Input(TokenGraph.Length, OnnxType.Int64, "m", 1));
        var zero = graph.Integers(0);
        var words = blocks.Scaled(graph.Add("Gather", [graph.Weight(weights, TokenRows.Table), tokens]), Math.Sqrt(config.Width));
        var x = blocks.Sum(words, graph.Add("Slice", [graph.Weight(weights, Positions), zero, padded.Count, zero]));
        for (int layer = 0; layer < config.Layers; layer++) x = blocks.Block(Block(layer), x, padded.Mask);
        graph.Output(padded.Mean(blocks.Norm("ln_final", x)), TokenGraph.Features, "m", config.Width);
        return graph;
    }

    /// <summary><c>[sin(t w_i)], [cos(t w_i)]</c> with <c>w_i = 10000^(-i / (d/2 - 1))</c>: halves one after the other.</summary>
    private static float[] Sinusoids(int length, int width)
    {
        var table = new float[length * width];
        int half = width / 2;
        for (int t = 0; t < length; t++)
        {
            for (int i = 0; i < half; i++)
            {
                var (sine, cosine) = Math.SinCos(t * Math.Pow(10000, -(double)i / (half - 1)));
                table[t * width + i] = (float)sine;
                table[t * width + half + i] = (float)cosine;
            }
        }

        return table;
    }

    private static string Block(int layer) => $"transformer.resblocks.{layer}";
}
