using MaskClip.Dense;
using MaskClip.Graph;

namespace MaskClip.Clip;

/// <summary>CLIP's vision transformer as an ONNX graph.</summary>
internal static class VisionTransformer
{
    private const string PatchEmbedding = "visual.conv1.weight";
    private const string ClassToken = "visual.class_embedding";
    private const string Projection = "visual.proj";

    /// <summary>Lays out the tower's weights. Position embeddings are an input, since they depend on the photo's size.</summary>
    public static void AddWeights(TowerWeights tower, VisionTransformerConfig config)
    {
        int width = config.Width;
        tower.Add(PatchEmbedding, width, 3, config.PatchSize, config.PatchSize);
        tower.Add(ClassToken, width);
        tower.AddNorm("visual.ln_pre", width);
        for (int layer = 0; layer < config.Layers; layer++) TransformerGraph.AddBlockWeights(tower, Block(layer), width, config.Heads);
        tower.AddNorm("visual.ln_post", width);
        tower.Add(Projection, width, config.EmbeddingSize);
    }

    /// <summary>Emits dense features of every patch, and each patch's key where asked.</summary>
    public static OnnxGraph EmitDense(VisionTransformerConfig config, WeightFile weights, float epsilon, Activation activation, LastBlock last, bool key)
    {
        var graph = new OnnxGraph($"clip_image_{last.Name}");
        var blocks = new TransformerGraph(graph, weights, config.Width, config.Heads, epsilon, activation);
        var x = Trunk(graph, blocks, config, weights, config.Layers - 1);
        var name = Block(config.Layers - 1);
        var patches = Patches(graph, x);
        var normed = blocks.Norm($"{name}.ln_1", last.Attention == LastAttention.Identity ? patches : x);

        var mixed = last.Attention switch
        {
            LastAttention.Identity => Value(blocks, name, "v", normed),
            LastAttention.QueryKey => Patches(graph, blocks.Attention($"{name}.attn", normed)),
            _ => throw new ArgumentOutOfRangeException(nameof(last), last.Attention, "This attention cannot be emitted."),
        };
        var z = last.Residual ? blocks.Sum(patches, mixed) : mixed;
        if (last.Mlp) z = blocks.Mlp(name, z);
        var features = graph.Add("MatMul", [blocks.Norm("visual.ln_post", z), graph.Weight(weights, Projection)]);
        features = graph.Add("LpNormalization", [features], OnnxAttribute.Integer("axis", -1), OnnxAttribute.Integer("p", 2));
        graph.Output(features, ImageGraphNames.Features, "n", "hw", config.EmbeddingSize);

        if (key)
        {
            // The released code sends keys through the output projection too, and smooths with those.
            var keys = last.Attention == LastAttention.Identity ? normed : Patches(graph, normed);
            graph.Output(Value(blocks, name, "k", keys), ImageGraphNames.Key, "n", "hw", config.KeySize);
        }

        return graph;
    }

    /// <summary>Emits plain CLIP's embedding of the whole photo.</summary>
    public static OnnxGraph EmitGlobal(VisionTransformerConfig config, WeightFile weights, float epsilon, Activation activation)
    {
        var graph = new OnnxGraph("clip_image_global");
        var blocks = new TransformerGraph(graph, weights, config.Width, config.Heads, epsilon, activation);
        var x = Trunk(graph, blocks, config, weights, config.Layers);
        var first = graph.Add("Gather", [x, graph.Integers(0)], OnnxAttribute.Integer("axis", 1));
        var token = graph.Add("Squeeze", [first, graph.Integers(1)]);
        var features = graph.Add("MatMul", [blocks.Norm("visual.ln_post", token), graph.Weight(weights, Projection)]);
        graph.Output(features, ImageGraphNames.Global, "n", config.EmbeddingSize);
        return graph;
    }

    private static string Trunk(OnnxGraph graph, TransformerGraph blocks, VisionTransformerConfig config, WeightFile weights, int layers)
    {
        var image = graph.Input(ImageGraphNames.Image, OnnxType.Float, "n", 3, "height", "width");
        var positions = graph.Input(ImageGraphNames.Positions, OnnxType.Float, 1, "tokens", config.Width);
        long patch = config.PatchSize;
        var map = graph.Add("Conv", [image, graph.Weight(weights, PatchEmbedding)], OnnxAttribute.Integers("strides", patch, patch), OnnxAttribute.Integers("kernel_shape", patch, patch));
        var flat = graph.Add("Reshape", [map, graph.Integers(0, config.Width, -1)]);
        var patches = graph.Add("Transpose", [flat], OnnxAttribute.Integers("perm", 0, 2, 1));
        var count = graph.Add("Slice", [graph.Add("Shape", [image]), graph.Integers(0), graph.Integers(1)]);
        var shape = graph.Add("Concat", [count, graph.Integers(1, config.Width)], OnnxAttribute.Integer("axis", 0));
        var classToken = graph.Add("Expand", [graph.Weight(weights, ClassToken), shape]);
        var tokens = graph.Add("Concat", [classToken, patches], OnnxAttribute.Integer("axis", 1));
        var x = blocks.Norm("visual.ln_pre", blocks.Sum(tokens, positions));
        for (int layer = 0; layer < layers; layer++) x = blocks.Block(Block(layer), x);
        return x;
    }

    private static string Value(TransformerGraph blocks, string block, string part, string y) =>
        blocks.Linear($"{block}.attn.out_proj", blocks.Linear($"{block}.attn.{part}", y));

    private static string Patches(OnnxGraph graph, string tokens) =>
        graph.Add("Slice", [tokens, graph.Integers(1), graph.Integers(int.MaxValue), graph.Integers(1)]);

    private static string Block(int layer) => $"visual.transformer.resblocks.{layer}";
}
