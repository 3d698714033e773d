using MaskClip.Graph;
using MaskClip.Quantization;
using MaskClip.Towers;

namespace MaskClip.Families.Siglip;

/// <summary>
/// SigLIP's image tower as an ONNX graph: a vision transformer without a class token, and a head in which one learned query pools.
/// </summary>
/// <remarks>
/// Dense features are the head's at every place: with <see cref="PoolingAttention.Identity"/> as if its query saw that place alone, which
/// lies in the space of whole photos' features; with <see cref="PoolingAttention.QueryKey"/> every place asks for itself.
/// </remarks>
internal static class SiglipVision
{
    /// <summary>Lays out the weights.</summary>
    public static void AddWeights(TowerWeights tower, SiglipImageConfig config)
    {
        var transformer = config.Transformer;
        VisionTransformer.AddWeights(tower, transformer);
        tower.Add(SiglipNames.Probe, 1, 1, transformer.Width);
        tower.AddAttention($"{SiglipNames.Head}.attn", transformer.Width, transformer.Heads);
        tower.AddNorm($"{SiglipNames.Head}.ln_2", transformer.Width);
        int hidden = tower.Rows($"{SiglipNames.Head}.mlp.c_fc.weight");
        tower.AddLinear($"{SiglipNames.Head}.mlp.c_fc", hidden, transformer.Width);
        tower.AddLinear($"{SiglipNames.Head}.mlp.c_proj", transformer.Width, hidden);
    }

    /// <summary>Emits dense features of every patch, and each patch's key where asked.</summary>
    /// <param name="config">The tower.</param>
    /// <param name="weights">Its weights.</param>
    /// <param name="last">What the head does at every place.</param>
    /// <param name="key">Whether keys are wanted too: the head's.</param>
    public static OnnxGraph EmitDense(SiglipImageConfig config, WeightFile weights, AttentionBlock last, bool key)
    {
        int width = config.Transformer.Width;
        var graph = new OnnxGraph($"siglip_image_{last.Name}");
        var (blocks, tokens) = Tokens(graph, config, weights);
        var values = Part(blocks, "v", tokens);
        var mixed = last.Pooling switch
        {
            PoolingAttention.Identity => values,
            PoolingAttention.QueryKey =>
                blocks.Mix(blocks.Softmax(blocks.Similarity(Part(blocks, "q", tokens), Part(blocks, "k", tokens))), values),
            _ => throw new ArgumentOutOfRangeException(nameof(last), last.Pooling, "This pooling attention cannot be emitted."),
        };
        var raw = Finish(blocks, mixed, last.Mlp);
        graph.Output(raw, ImageGraphNames.Raw, "n", "hw", width);
        graph.Output(
            graph.Add("LpNormalization", [raw], OnnxAttribute.Integer("axis", -1), OnnxAttribute.Integer("p", 2)),
            ImageGraphNames.Features,
            "n",
            "hw",
            width);
        if (key) graph.Output(Part(blocks, "k", tokens), ImageGraphNames.Key, "n", "hw", width);
        return graph;
    }

    /// <summary>Emits the whole photo's embedding: what the learned query pools.</summary>
    public static OnnxGraph EmitGlobal(SiglipImageConfig config, WeightFile weights)
    {
        var graph = new OnnxGraph("siglip_image_global");
        var (blocks, tokens) = Tokens(graph, config, weights);
        var query = Part(blocks, "q", graph.Weight(weights, SiglipNames.Probe));
        var pooled = Finish(
            blocks, blocks.Mix(blocks.Softmax(blocks.Similarity(query, Part(blocks, "k", tokens))), Part(blocks, "v", tokens)), mlp: true);
        graph.Output(graph.Add("Squeeze", [pooled, graph.Integers(1)]), ImageGraphNames.Global, "n", config.Transformer.Width);
        return graph;
    }

    private static (TransformerGraph Blocks, OnnxValue Tokens) Tokens(OnnxGraph graph, SiglipImageConfig config, WeightFile weights)
    {
        var trunk = VisionTransformer.Trunk(graph, config.Transformer, weights, config.Epsilon, config.Activation);
        return (trunk.Blocks, trunk.Blocks.Norm("visual.ln_post", trunk.Tokens(config.Transformer.Layers)));
    }

    private static OnnxValue Part(TransformerGraph blocks, string part, OnnxValue x) => blocks.Linear($"{SiglipNames.Head}.attn.{part}", x);

    private static OnnxValue Finish(TransformerGraph blocks, OnnxValue mixed, bool mlp)
    {
        var attended = blocks.Linear($"{SiglipNames.Head}.attn.out_proj", mixed);
        return mlp ? blocks.Mlp(SiglipNames.Head, attended) : attended;
    }
}
