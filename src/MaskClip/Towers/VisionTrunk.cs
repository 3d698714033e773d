using MaskClip.Graph;
using MaskClip.Methods;
using MaskClip.Towers.Blocks;
using MaskClip.Windows;

namespace MaskClip.Towers;

/// <summary>The blocks of a vision transformer, emitted as they are asked for and once only.</summary>
/// <remarks>Blocks count from 1; all tokens are <c>[n, 1 + h·w, width]</c>.</remarks>
internal sealed class VisionTrunk(
    OnnxGraph graph, TransformerGraph blocks, VisionTransformerConfig config, OnnxValue image, OnnxValue embedded)
{
    private readonly Dictionary<(string Part, int Block), OnnxValue> made = [];
    private readonly List<(OnnxValue Value, string Output)> kept = [];
    private OnnxValue? neighbors;
    private OnnxValue? agreement;

    /// <summary>Emits pieces of blocks.</summary>
    public TransformerGraph Blocks => blocks;

    /// <summary>The tower's sizes.</summary>
    public VisionTransformerConfig Config => config;

    /// <summary>The graph, for what a method needs besides.</summary>
    public OnnxGraph Graph => graph;

    /// <summary>Whether this is only the last block, in a second pass.</summary>
    public bool IsSecondPass { get; private init; }

    /// <summary>In a second pass, what the first made of earlier blocks' attention.</summary>
    public OnnxValue? EarlierMix { get; private init; }

    /// <summary>What a first pass gives to the second.</summary>
    public IReadOnlyList<(OnnxValue Value, string Output)> Kept => kept;

    /// <summary><c>s = headWidth^-1/2</c>.</summary>
    private double HeadScale => 1 / Math.Sqrt((double)config.Width / config.Heads);

    /// <summary>The last block alone: what entered it, and what it took from earlier ones, are inputs.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="blocks">Emits pieces of blocks.</param>
    /// <param name="config">The tower's sizes.</param>
    /// <param name="earlier">Whether it took something.</param>
    public static VisionTrunk SecondPass(OnnxGraph graph, TransformerGraph blocks, VisionTransformerConfig config, bool earlier)
    {
        var before = graph.Input(ImageGraphNames.Before, OnnxType.Float, "n", "tokens", config.Width);
        var trunk = new VisionTrunk(graph, blocks, config, before, before)
        {
            IsSecondPass = true,
            EarlierMix = earlier ? graph.Input(ImageGraphNames.Earlier, OnnxType.Float, "n", "tokens", config.Width) : null,
        };
        trunk.made.Add(("tokens", config.Layers - 1), before);
        return trunk;
    }

    /// <summary>Tokens after a block; 0 is what enters the first.</summary>
    public OnnxValue Tokens(int block) => block == 0 ? embedded : Once("tokens", block, () =>
    {
        var mixed = made.ContainsKey(("map", block)) || !config.HeadByHead
            ? blocks.Mix(Map(block), Value(block))
            : blocks.MixByHead(head => blocks.Softmax(blocks.Similarity(Query(block), Key(block), head: head)), Value(block));
        // Names for each half of a block: buffers are used again within it, and not held through the next.
        var attended = graph.Shaped(blocks.Sum(Tokens(block - 1), Out(block, mixed)), "n", $"tokens_{block}_attended", config.Width);
        return graph.Shaped(Mlp(block, attended), "n", $"tokens_{block}", config.Width);
    });

    /// <summary>What a block's attention is computed from: its input, normalized.</summary>
    public OnnxValue Normed(int block) => Once("normed", block, () => blocks.Norm($"{Name(block)}.ln_1", Tokens(block - 1)));

    /// <summary>A block's queries, times <c>s = headWidth^-1/2</c>.</summary>
    public OnnxValue Query(int block) => Part("q", block);

    /// <summary>A block's keys.</summary>
    public OnnxValue Key(int block) => Part("k", block);

    /// <summary>A block's values.</summary>
    public OnnxValue Value(int block) => Part("v", block);

    /// <summary>A block's own attention weights <c>[n, heads, tokens, tokens]</c>.</summary>
    public OnnxValue Map(int block) => Once("map", block, () => blocks.Softmax(blocks.Similarity(Query(block), Key(block))));

    /// <summary>The logits <c>scale · s · a·bᵀ</c> of a block, heads apart; or of one head.</summary>
    public OnnxValue Similarity(int block, Similarities of, double scale = 1, int? head = null) => of switch
    {
        Similarities.QueryKey => blocks.Similarity(Query(block), Key(block), scale, head),
        Similarities.QueryQuery => QuerySimilarity(Query(block), scale, head),
        Similarities.KeyKey => SelfSimilarity(Key(block), scale, head),
        Similarities.ValueValue => SelfSimilarity(Value(block), scale, head),
        _ => throw new ArgumentOutOfRangeException(nameof(of), of, "This is not one similarity."),
    };

    /// <summary>The logits <c>scale · s · x·xᵀ</c>, heads apart; or of one head.</summary>
    public OnnxValue SelfSimilarity(OnnxValue x, double scale = 1, int? head = null) => blocks.Similarity(x, x, scale * HeadScale, head);

    /// <summary>The logits <c>scale · s · q·qᵀ</c> of queries, which come with s, twice here; heads apart, or of one head.</summary>
    public OnnxValue QuerySimilarity(OnnxValue queries, double scale = 1, int? head = null) =>
        SelfSimilarity(queries, scale / (HeadScale * HeadScale), head);

    /// <summary>Queries of other tokens than the block's own input, times <c>s</c>.</summary>
    public OnnxValue Queries(int block, OnnxValue x) =>
        blocks.Linear($"{Name(block)}.attn.q", blocks.Norm($"{Name(block)}.ln_1", x));

    /// <summary>Keys and values of other tokens than the block's own input.</summary>
    public (OnnxValue Keys, OnnxValue Values) KeysAndValues(int block, OnnxValue x)
    {
        var normed = blocks.Norm($"{Name(block)}.ln_1", x);
        return (blocks.Linear($"{Name(block)}.attn.k", normed), blocks.Linear($"{Name(block)}.attn.v", normed));
    }

    /// <summary><c>s · mean over heads of mean|q| · mean|k|</c>: <c>[n, 1, 1, 1]</c>.</summary>
    public OnnxValue MeanNormProduct(int block) => Once("norms", block, () =>
    {
        return Mean(blocks.Product(MeanLength(Query(block)), MeanLength(Key(block))), 1);

        OnnxValue MeanLength(OnnxValue x) => Mean(Length(blocks.Rows(x)), 2);
    });

    /// <summary><c>s</c> times the mean length of a block's normalized input: <c>[n, 1, 1, 1]</c>.</summary>
    public OnnxValue MeanInputLength(int block) => Once("length", block, () =>
        blocks.Scaled(graph.Add("Unsqueeze", [Mean(Length(Normed(block)), 1), graph.Integers(1)]), HeadScale));

    /// <summary>The neighbor bias of the photo's grid, an input of the graph: <c>[1, 1, tokens, tokens]</c>.</summary>
    public OnnxValue Neighbors() => neighbors ??= graph.Input(ImageGraphNames.Neighbors, OnnxType.Float, 1, 1, "tokens", "tokens");

    /// <summary>How far patches agree by the first pass, an input of the second: <c>[1, 1, tokens, tokens]</c>.</summary>
    public OnnxValue Agreement() => agreement ??= graph.Input(ImageGraphNames.Agreement, OnnxType.Float, 1, 1, "tokens", "tokens");

    /// <summary>
    /// Gives a second pass what it needs: what enters the last block, and <paramref name="earlier"/>, what it took from earlier ones.
    /// </summary>
    public void KeepForSecondPass(OnnxValue? earlier)
    {
        kept.Add((Tokens(config.Layers - 1), ImageGraphNames.Before));
        if (earlier is not null) kept.Add((earlier, ImageGraphNames.Earlier));
    }

    /// <summary>A block's output projection.</summary>
    public OnnxValue Out(int block, OnnxValue mixed) => blocks.Linear($"{Name(block)}.attn.out_proj", mixed);

    /// <summary>A block's second half: <c>x + MLP(LN(x))</c>.</summary>
    public OnnxValue Mlp(int block, OnnxValue x) => blocks.Mlp(Name(block), x);

    /// <summary>The tokens of the patches alone.</summary>
    public OnnxValue Patches(OnnxValue tokens) => config.PrefixTokens == 0 ? tokens :
        Once(
            tokens.Name,
            0,
            () => graph.Add("Slice", [tokens, graph.Integers(config.PrefixTokens), graph.Integers(int.MaxValue), graph.Integers(1)]));

    /// <summary>The class token: <c>[n, 1, width]</c>.</summary>
    public OnnxValue ClassToken(OnnxValue tokens) => graph.Add("Slice", [tokens, graph.Integers(0), graph.Integers(1), graph.Integers(1)]);

    /// <summary>A block's values at the patches, for methods that read nothing else of it.</summary>
    public OnnxValue PatchValues(int block) => blocks.Linear($"{Name(block)}.attn.v", PatchesNormed(block));

    /// <summary>
    /// The last block's keys at the patches, through its output projection or not: released MaskCLIP sends them there, and smooths with
    /// those.
    /// </summary>
    public OnnxValue PatchKeys(KeyProjection projection)
    {
        int last = config.Layers;
        var keys = made.TryGetValue(("k", last), out var all) ? Patches(all) : blocks.Linear($"{Name(last)}.attn.k", PatchesNormed(last));
        return projection == KeyProjection.Output ? Out(last, keys) : keys;
    }

    /// <summary>The grid's rows and columns as lists of one whole number each.</summary>
    public (OnnxValue Rows, OnnxValue Columns) Grid()
    {
        var shape = graph.Add("Shape", [image]);
        var patch = graph.Integers(config.PatchSize);
        return (Side(2), Side(3));

        OnnxValue Side(int axis) => graph.Add("Div", [graph.Add("Slice", [shape, graph.Integers(axis), graph.Integers(axis + 1)]), patch]);
    }

    private OnnxValue PatchesNormed(int block) =>
        Once("patches-normed", block, () => blocks.Norm($"{Name(block)}.ln_1", Patches(Tokens(block - 1))));

    private OnnxValue Part(string part, int block) => Once(part, block, () => blocks.Linear($"{Name(block)}.attn.{part}", Normed(block)));

    private OnnxValue Length(OnnxValue x) =>
        graph.Add("ReduceL2", [x], OnnxAttribute.Integers("axes", -1), OnnxAttribute.Integer("keepdims", 1));

    private OnnxValue Mean(OnnxValue x, int axis) =>
        graph.Add("ReduceMean", [x], OnnxAttribute.Integers("axes", axis), OnnxAttribute.Integer("keepdims", 1));

    private OnnxValue Once(string part, int block, Func<OnnxValue> emit)
    {
        if (made.TryGetValue((part, block), out var value)) return value;
        value = emit();
        made.Add((part, block), value);
        return value;
    }

    private static string Name(int block) => VisionTransformer.Block(block - 1);
}
