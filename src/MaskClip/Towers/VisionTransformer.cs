using MaskClip.Graph;
using MaskClip.Methods;
using MaskClip.Towers.Blocks;
using MaskClip.Windows;

namespace MaskClip.Towers;

/// <summary>A vision transformer as an ONNX graph.</summary>
internal static class VisionTransformer
{
    private const string PatchEmbedding = "visual.conv1.weight";
    private const string PatchBias = "visual.conv1.bias";
    private const string ClassToken = "visual.class_embedding";
    private const string Registers = "visual.register_tokens";
    private const string Projection = "visual.proj";

    /// <summary>Lays out the tower's weights. Position embeddings are an input, since they depend on the photo's size.</summary>
    public static void AddWeights(TowerWeights tower, VisionTransformerConfig config)
    {
        int width = config.Width;
        tower.Add(PatchEmbedding, width, 3, config.PatchSize, config.PatchSize);
        if (config.HasPatchBias) tower.Add(PatchBias, width);
        if (config.HasClassToken) tower.Add(ClassToken, width);
        if (config.Registers > 0) tower.Add(Registers, config.Registers, width);
        if (config.HasPreNorm) tower.AddNorm("visual.ln_pre", width);
        for (int layer = 0; layer < config.Layers; layer++)
            TransformerGraph.AddBlockWeights(tower, Block(layer), width, config.Heads, config.IsGated);
        tower.AddNorm("visual.ln_post", width);
        if (config.HasProjection) tower.Add(Projection, width, config.EmbeddingSize);
    }

    /// <summary>Emits dense features of every patch, and each patch's key where asked.</summary>
    public static OnnxGraph EmitDense(
        VisionTransformerConfig config, WeightFile weights, float epsilon, Activation activation, LastBlock last, bool key)
    {
        var graph = new OnnxGraph($"clip_image_{last.Name}");
        var trunk = Trunk(graph, config, weights, epsilon, activation);
        EmitFeatures(trunk, weights, last);
        foreach (var (value, output) in trunk.Kept) graph.Output(value, output, "n", "tokens", config.Width);
        if (key) graph.Output(trunk.PatchKeys(last.Keys), ImageGraphNames.Key, "n", "hw", config.KeySize);
        return graph;
    }

    /// <summary>Emits the last block again for a second pass, from what the first pass kept.</summary>
    public static OnnxGraph EmitSecondPass(
        VisionTransformerConfig config, WeightFile weights, float epsilon, Activation activation, LastBlock last)
    {
        var graph = new OnnxGraph($"clip_image_{last.Name}_second_look");
        var blocks = new TransformerGraph(graph, weights, config.Width, config.Heads, epsilon, activation);
        EmitFeatures(VisionTrunk.SecondPass(graph, blocks, config, last.SecondPass is { ReadsEarlier: true }), weights, last);
        return graph;
    }

    /// <summary>Emits plain CLIP's embedding of the whole photo.</summary>
    public static OnnxGraph EmitGlobal(VisionTransformerConfig config, WeightFile weights, float epsilon, Activation activation)
    {
        var graph = new OnnxGraph("clip_image_global");
        var trunk = Trunk(graph, config, weights, epsilon, activation);
        var token = graph.Add("Squeeze", [trunk.ClassToken(trunk.Tokens(config.Layers)), graph.Integers(1)]);
        graph.Output(Project(trunk, weights, token), ImageGraphNames.Global, "n", config.EmbeddingSize);
        return graph;
    }

    /// <summary>The weights' prefix of a block, counted from 0 as in checkpoints.</summary>
    public static string Block(int layer) => $"visual.transformer.resblocks.{layer}";

    /// <summary>Emits what enters the first block.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="config">The tower's sizes.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="epsilon">What layer normalizations add to the variance.</param>
    /// <param name="activation">Of the perceptrons.</param>
    /// <param name="image">Normalized photos.</param>
    /// <param name="positions">Their grid's position embeddings, <c>[1, tokens, width]</c>.</param>
    public static VisionTrunk Trunk(
        OnnxGraph graph,
        VisionTransformerConfig config,
        WeightFile weights,
        float epsilon,
        Activation activation,
        OnnxValue image,
        OnnxValue positions)
    {
        var blocks = new TransformerGraph(graph, weights, config.Width, config.Heads, epsilon, activation);
        long patch = config.PatchSize;
        OnnxValue[] convolution =
        [
            image,
            graph.Weight(weights, PatchEmbedding),
            .. config.HasPatchBias ? [graph.Weight(weights, PatchBias)] : Array.Empty<OnnxValue>(),
        ];
        var map = graph.Add(
            "Conv", convolution, OnnxAttribute.Integers("strides", patch, patch), OnnxAttribute.Integers("kernel_shape", patch, patch));
        var flat = graph.Add("Reshape", [map, graph.Integers(0, config.Width, -1)]);
        var patches = graph.Add("Transpose", [flat], OnnxAttribute.Integers("perm", 0, 2, 1));
        var tokens = WithPrefix(graph, config, weights, image, patches);
        // The engine does not see that there are as many patches as positions. Named, one head's matrices have the size of the next one's,
        // and its plan of buffers, which compares every new value with all that are free, is made in a small part of the time: few stay
        // free.
        var embedded = graph.Shaped(blocks.Sum(tokens, positions), "n", "tokens", config.Width);
        return new VisionTrunk(graph, blocks, config, image, config.HasPreNorm ? blocks.Norm("visual.ln_pre", embedded) : embedded);
    }

    /// <summary>Patches behind the class token and the registers, which are the same for every photo.</summary>
    private static OnnxValue WithPrefix(
        OnnxGraph graph, VisionTransformerConfig config, WeightFile weights, OnnxValue image, OnnxValue patches)
    {
        if (config.PrefixTokens == 0) return patches;
        var count = graph.Add("Slice", [graph.Add("Shape", [image]), graph.Integers(0), graph.Integers(1)]);
        List<OnnxValue> parts = [];
        if (config.HasClassToken) Repeat(ClassToken, 1);
        if (config.Registers > 0) Repeat(Registers, config.Registers);
        return graph.Add("Concat", [.. parts, patches], OnnxAttribute.Integer("axis", 1));

        void Repeat(string tensor, int tokens)
        {
            var shape = graph.Add("Concat", [count, graph.Integers(tokens, config.Width)], OnnxAttribute.Integer("axis", 0));
            parts.Add(graph.Add("Expand", [graph.Weight(weights, tensor), shape]));
        }
    }

    /// <summary>Emits what enters the first block, photos and positions being inputs of the graph.</summary>
    /// <inheritdoc cref="Trunk(OnnxGraph, VisionTransformerConfig, WeightFile, float, Activation, OnnxValue, OnnxValue)"/>
    public static VisionTrunk Trunk(
        OnnxGraph graph, VisionTransformerConfig config, WeightFile weights, float epsilon, Activation activation)
    {
        var image = graph.Input(ImageGraphNames.Image, OnnxType.Float, "n", 3, "height", "width");
        var positions = graph.Input(ImageGraphNames.Positions, OnnxType.Float, 1, "tokens", config.Width);
        return Trunk(graph, config, weights, epsilon, activation, image, positions);
    }

    private static void EmitFeatures(VisionTrunk trunk, WeightFile weights, LastBlock last)
    {
        var graph = trunk.Graph;
        var raw = Project(trunk, weights, last.Emit(trunk));
        graph.Output(raw, ImageGraphNames.Raw, "n", "hw", trunk.Config.EmbeddingSize);
        var features = graph.Add("LpNormalization", [raw], OnnxAttribute.Integer("axis", -1), OnnxAttribute.Integer("p", 2));
        graph.Output(features, ImageGraphNames.Features, "n", "hw", trunk.Config.EmbeddingSize);
    }

    private static OnnxValue Project(VisionTrunk trunk, WeightFile weights, OnnxValue z)
    {
        var normed = trunk.Blocks.Norm("visual.ln_post", z);
        return trunk.Config.HasProjection ? trunk.Graph.Add("MatMul", [normed, trunk.Graph.Weight(weights, Projection)]) : normed;
    }
}
