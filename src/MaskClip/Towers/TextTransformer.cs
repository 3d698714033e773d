using MaskClip.Checkpoints;
using MaskClip.Graph;

namespace MaskClip.Towers;

/// <summary>
/// CLIP's text transformer as an ONNX graph: <c>tokens [m, k]</c>, <c>end [m, 1]</c> → <c>text_features [m, d]</c>, not normalized.
/// </summary>
/// <remarks>
/// k may be anything up to the context length where attention is causal, since tokens after the end change nothing then; where it is not, k
/// is that length.
/// </remarks>
internal static class TextTransformer
{
    /// <summary>The name of the input of token ids.</summary>
    public const string Tokens = "tokens";

    /// <summary>The name of the input that says at which place each text is read.</summary>
    public const string End = "end";

    /// <summary>The name of the output.</summary>
    public const string Features = "text_features";

    /// <summary>What is added behind the projection, in models that have it.</summary>
    public const string ProjectionBias = "text_projection.bias";

    private const string Projection = "text_projection";
    private const string Mask = "causal_mask";

    /// <summary>Lays out the tower's weights.</summary>
    public static void AddWeights(TowerWeights tower, TextTowerConfig config)
    {
        tower.Add(TokenRows.Table, config.KeptTokens is { } kept ? kept.Count + 1 : config.VocabularySize, config.Width);
        if (config.KeptTokens is { } tokens)
            tower.File.Add(TokenRows.List, [config.VocabularySize], () => TokenRows.Places(tokens, config.VocabularySize));
        tower.Add("positional_embedding", config.ContextLength, config.Width);
        tower.File.Add(
            Mask,
            [config.ContextLength, config.ContextLength],
            () => config.IsCausal ? CausalMask(config.ContextLength) : new float[config.ContextLength * config.ContextLength]);
        for (int layer = 0; layer < config.Layers; layer++)
        {
            TransformerGraph.AddBlockWeights(tower, Block(layer), config.Width, config.Heads);
        }

        tower.AddNorm("ln_final", config.Width);
        tower.Add(Projection, config.Width, config.EmbeddingSize);
        if (config.HasProjectionBias) tower.Add(ProjectionBias, config.EmbeddingSize);
    }

    /// <summary>Emits the graph of whole texts.</summary>
    public static OnnxGraph Emit(TextTowerConfig config, WeightFile weights, float epsilon, Activation activation)
    {
        var graph = new OnnxGraph("clip_text");
        var blocks = new TransformerGraph(graph, weights, config.Width, config.Heads, epsilon, activation);
        var (tokens, end) = Inputs(graph);
        var length = Length(graph, tokens);
        var x = Embed(graph, blocks, weights, tokens, graph.Integers(0), length);
        var mask = Causal(graph, weights, length);
        for (int layer = 0; layer < config.Layers; layer++) x = blocks.Block(Block(layer), x, mask);
        Read(graph, blocks, config, weights, x, end);
        return graph;
    }

    /// <summary>
    /// Emits the graph of texts that begin alike: their tokens follow a common beginning whose keys and values are inputs
    /// (<see cref="PrefixAttention"/>).
    /// </summary>
    public static OnnxGraph EmitAfterPrefix(TextTowerConfig config, WeightFile weights, float epsilon, Activation activation)
    {
        var graph = new OnnxGraph("clip_text_after_prefix");
        var blocks = new TransformerGraph(graph, weights, config.Width, config.Heads, epsilon, activation);
        var (tokens, end) = Inputs(graph);
        var length = Length(graph, tokens);
        var attention = new PrefixAttention(graph, blocks, config, tokens, Causal(graph, weights, length));
        var x = Embed(graph, blocks, weights, tokens, attention.PrefixLength, graph.Add("Add", [attention.PrefixLength, length]));
        for (int layer = 0; layer < config.Layers; layer++)
        {
            var block = Block(layer);
            x = blocks.Mlp(block, blocks.Sum(x, attention.Attend(layer, $"{block}.attn", blocks.Norm($"{block}.ln_1", x))));
        }

        Read(graph, blocks, config, weights, x, end);
        return graph;
    }

    private static (OnnxValue Tokens, OnnxValue End) Inputs(OnnxGraph graph) =>
        (graph.Input(Tokens, OnnxType.Int64, "m", "k"), graph.Input(End, OnnxType.Int64, "m", 1));

    private static OnnxValue Length(OnnxGraph graph, OnnxValue tokens) =>
        graph.Add("Slice", [graph.Add("Shape", [tokens]), graph.Integers(1), graph.Integers(2)]);

    /// <summary>Token embeddings plus the position embeddings from one place to before another.</summary>
    private static OnnxValue Embed(
        OnnxGraph graph, TransformerGraph blocks, WeightFile weights, OnnxValue tokens, OnnxValue from, OnnxValue to)
    {
        if (weights.Has(TokenRows.List))
        {
            var rows = graph.Add("Gather", [graph.Weight(weights, TokenRows.List), tokens]);
            tokens = graph.Add("Cast", [rows], OnnxAttribute.Integer("to", (int)OnnxType.Int64));
        }

        var words = graph.Add("Gather", [graph.Weight(weights, TokenRows.Table), tokens]);
        return blocks.Sum(words, graph.Add("Slice", [graph.Weight(weights, "positional_embedding"), from, to]));
    }

    private static OnnxValue Causal(OnnxGraph graph, WeightFile weights, OnnxValue length)
    {
        var zero = graph.Integers(0);
        var rows = graph.Add("Slice", [graph.Weight(weights, Mask), zero, length, zero]);
        return graph.Add("Slice", [rows, zero, length, graph.Integers(1)]);
    }

    private static void Read(
        OnnxGraph graph, TransformerGraph blocks, TextTowerConfig config, WeightFile weights, OnnxValue x, OnnxValue end)
    {
        var read = graph.Add("GatherND", [x, end], OnnxAttribute.Integer("batch_dims", 1));
        var features = graph.Add("MatMul", [blocks.Norm("ln_final", read), graph.Weight(weights, Projection)]);
        if (config.HasProjectionBias) features = blocks.Sum(features, graph.Weight(weights, ProjectionBias));
        graph.Output(features, Features, "m", config.EmbeddingSize);
    }

    private static string Block(int layer) => $"transformer.resblocks.{layer}";

    private static float[] CausalMask(int length)
    {
        var mask = new float[length * length];
        for (int row = 0; row < length; row++) mask.AsSpan(row * length + row + 1, length - row - 1).Fill(float.NegativeInfinity);
        return mask;
    }
}
