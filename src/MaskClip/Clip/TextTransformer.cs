using MaskClip.Graph;

namespace MaskClip.Clip;

/// <summary>CLIP's text tower as an ONNX graph: <c>tokens [m, k]</c>, <c>end [m, 1]</c> → <c>text_features [m, d]</c>, not normalised.</summary>
/// <remarks>k may be anything up to the context length: attention is causal, so tokens after the end change nothing.</remarks>
internal static class TextTransformer
{
    /// <summary>The name of the input of token ids.</summary>
    public const string Tokens = "tokens";

    /// <summary>The name of the input that says at which place each text is read.</summary>
    public const string End = "end";

    /// <summary>The name of the output.</summary>
    public const string Features = "text_features";

    private const string Mask = "causal_mask";

    /// <summary>Lays out the tower's weights.</summary>
    public static void AddWeights(TowerWeights tower, TextTowerConfig config)
    {
        tower.Add("token_embedding.weight", config.VocabularySize, config.Width);
        tower.Add("positional_embedding", config.ContextLength, config.Width);
        tower.File.Add(Mask, [config.ContextLength, config.ContextLength], () => CausalMask(config.ContextLength));
        for (int layer = 0; layer < config.Layers; layer++)
        {
            TransformerGraph.AddBlockWeights(tower, $"transformer.resblocks.{layer}", config.Width, config.Heads);
        }

        tower.AddNorm("ln_final", config.Width);
        tower.Add("text_projection", config.Width, config.EmbeddingSize);
    }

    /// <summary>Emits the graph.</summary>
    public static OnnxGraph Emit(TextTowerConfig config, WeightFile weights, float epsilon, Activation activation)
    {
        var graph = new OnnxGraph("clip_text");
        var blocks = new TransformerGraph(graph, weights, config.Width, config.Heads, epsilon, activation);
        var tokens = graph.Input(Tokens, OnnxType.Int64, "m", "k");
        var end = graph.Input(End, OnnxType.Int64, "m", 1);
        var length = graph.Add("Slice", [graph.Add("Shape", [tokens]), graph.Integers(1), graph.Integers(2)]);
        var zero = graph.Integers(0);

        var words = graph.Add("Gather", [graph.Weight(weights, "token_embedding.weight"), tokens]);
        var places = graph.Add("Slice", [graph.Weight(weights, "positional_embedding"), zero, length]);
        var rows = graph.Add("Slice", [graph.Weight(weights, Mask), zero, length, graph.Integers(0)]);
        var mask = graph.Add("Slice", [rows, zero, length, graph.Integers(1)]);
        var x = blocks.Sum(words, places);
        for (int layer = 0; layer < config.Layers; layer++) x = blocks.Block($"transformer.resblocks.{layer}", x, mask);

        var read = graph.Add("GatherND", [x, end], OnnxAttribute.Integer("batch_dims", 1));
        var features = graph.Add("MatMul", [blocks.Norm("ln_final", read), graph.Weight(weights, "text_projection")]);
        graph.Output(features, Features, "m", config.EmbeddingSize);
        return graph;
    }

    private static float[] CausalMask(int length)
    {
        var mask = new float[length * length];
        for (int row = 0; row < length; row++) mask.AsSpan(row * length + row + 1, length - row - 1).Fill(float.NegativeInfinity);
        return mask;
    }
}
