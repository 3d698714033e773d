using System.Globalization;
using MaskClip.Errors;
using MaskClip.Graph;
using MaskClip.Methods;
using MaskClip.Towers;

namespace MaskClip;

/// <summary>
/// SFP's last block: patches that the class token looks at more than they do themselves are filled from their neighbors, attention by
/// queries, keys and a middle block's cosines, and the sum of several blocks beside it.
/// </summary>
/// <remarks>
/// Blocks are given as in a tower of twelve and scaled to others in proportion. Outliers are looked for in the attention of the block
/// before the last; one whose neighbors are all outliers stays as it is (the released code makes it 0, whose cosines are not numbers). The
/// class token takes no part in the attention and is added to the patches in the end.
/// Nothing changes it after it was made: safe to share between threads.
/// </remarks>
/// <param name="Name">The method's name.</param>
public sealed record FeaturePurification(string Name) : LastBlock(Name)
{
    // The released code multiplies the class token's attention by its share times 5.
    private const double ClassWeight = 5;
    private const int MaxOutliers = 10, AttendedBlock = 9, AggregatedBlock = 4, LastFusedBlock = 10;

    /// <summary>Cosines below this count as none.</summary>
    /// <value>-1 to 1; the default value is 0.4.</value>
    public double MinSimilarity { get; init; } = 0.4;

    /// <summary>How sharp the similarities are as attention: a factor before the softmax.</summary>
    /// <value>0 to 100; the default value is 3.</value>
    public double Sharpness { get; init; } = 3;

    /// <summary>How much of the class token is added; five times this weighs its attention in the search for outliers.</summary>
    /// <value>0 to 10; the default value is 0.3.</value>
    public double ClassShare { get; init; } = 0.3;

    /// <inheritdoc/>
    public override string Formula => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        x filled where {ClassWeight * ClassShare} cls attention > own, at most {MaxOutliers}; z = aggregate(S{AggregatedBlock},
        y(aggregate(S{AttendedBlock}, x)) + y'(sum of blocks {AggregatedBlock}-{LastFusedBlock})); y = out(A v) + {ClassShare} cls;
        A = (softmax(kk) + softmax(qq) + softmax({Sharpness}(S{AttendedBlock} - mean), negative out)) / 3, in y' the last alone;
        S = cosines of a block, from {MinSimilarity}; S{AttendedBlock} filled too
        """).ReplaceLineEndings(" ");

    /// <inheritdoc/>
    internal override OnnxValue Emit(VisionTrunk trunk)
    {
        int last = trunk.Config.Layers;
        var blocks = trunk.Blocks;
        // First, so that the block before the last uses the weights that are read.
        var outliers = Outliers(trunk, last - 1);
        var before = trunk.Tokens(last - 1);
        var fill = new NeighborFill(trunk, outliers);
        var middle = Similarities(trunk, fill.Apply(Patches(trunk, AttendedBlock)));
        var attention = TokenSimilarities.Attention(trunk, middle, Sharpness);
        var purified = TokenSimilarities.Aggregate(trunk, middle, fill.Apply(trunk.Patches(before)));
        var own = blocks.Sum(Attend(trunk, purified, attention), blocks.Scaled(trunk.ClassToken(before), ClassShare));

        var numbers = Enumerable.Range(AggregatedBlock, LastFusedBlock - AggregatedBlock + 1);
        var fused = blocks.Sum(numbers.Select(block => trunk.Tokens(TokenSimilarities.Scaled(block, last))));
        var values = trunk.KeysAndValues(last, trunk.Patches(fused)).Values;
        var second = blocks.Sum(
            trunk.Out(last, trunk.Graph.Add("MatMul", [attention, values])), blocks.Scaled(trunk.ClassToken(fused), ClassShare));

        // The released code aggregates both and adds; aggregation is linear, so once is enough.
        return TokenSimilarities.Aggregate(trunk, Similarities(trunk, Patches(trunk, AggregatedBlock)), blocks.Sum(own, second));
    }

    /// <inheritdoc/>
    internal override void Validate(List<string> errors)
    {
        base.Validate(errors);
        AllowedRange.Check(errors, "the minimum similarity", MinSimilarity, -1, 1);
        AllowedRange.Check(errors, "the sharpness", Sharpness, 0, 100);
        AllowedRange.Check(errors, "the class token's share", ClassShare, 0, 10);
    }

    private static OnnxValue Patches(VisionTrunk trunk, int block) =>
        trunk.Patches(trunk.Tokens(TokenSimilarities.Scaled(block, trunk.Config.Layers)));

    private OnnxValue Similarities(VisionTrunk trunk, OnnxValue patches) =>
        TokenSimilarities.From(trunk, TokenSimilarities.Cosines(trunk, patches), MinSimilarity);

    /// <summary>Which patches are outliers: truth values <c>[n, h·w, 1]</c>.</summary>
    private OnnxValue Outliers(VisionTrunk trunk, int block)
    {
        var graph = trunk.Graph;
        var mean = graph.Add("ReduceMean", [trunk.Map(block)], OnnxAttribute.Integers("axes", 1), OnnxAttribute.Integer("keepdims", 0));
        var toPatches = graph.Add("Slice", [mean, graph.Integers(1), graph.Integers(int.MaxValue), graph.Integers(2)]);
        var ofClass = trunk.Blocks.Scaled(
            graph.Add(
                "Transpose",
                [graph.Add("Slice", [toPatches, graph.Integers(0), graph.Integers(1), graph.Integers(1)])],
                OnnxAttribute.Integers("perm", 0, 2, 1)),
            ClassWeight * ClassShare);
        var ofPatches = graph.Add("Slice", [toPatches, graph.Integers(1), graph.Integers(int.MaxValue), graph.Integers(1)]);
        var (rows, columns) = trunk.Grid();
        var count = graph.Add("Mul", [rows, columns]);
        var square = graph.Add("ConstantOfShape", [graph.Add("Concat", [count, count], OnnxAttribute.Integer("axis", 0))]);
        var diagonal = graph.Add("Mul", [ofPatches, graph.Add("EyeLike", [square])]);
        var own = graph.Add("ReduceSum", [diagonal, graph.Integers(2)], OnnxAttribute.Integer("keepdims", 1));
        var excess = graph.Add("Where", [graph.Add("Greater", [ofClass, own]), ofClass, graph.Scalar(0)]);
        var greatest = graph.Add(
            "TopK", 2, [excess, graph.Add("Min", [count, graph.Integers(MaxOutliers)])], OnnxAttribute.Integer("axis", 1));
        var least = graph.Add("Slice", [greatest[0], graph.Integers(-1), graph.Integers(int.MaxValue), graph.Integers(1)]);
        return graph.Add(
            "And", [graph.Add("Greater", [excess, graph.Scalar(0)]), graph.Add("GreaterOrEqual", [excess, least])]);
    }

    /// <summary>The last block's attention over patches, heads that differ one after the other.</summary>
    private static OnnxValue Attend(VisionTrunk trunk, OnnxValue patches, OnnxValue attention)
    {
        var blocks = trunk.Blocks;
        int last = trunk.Config.Layers;
        var (keys, values) = trunk.KeysAndValues(last, patches);
        var queries = trunk.Queries(last, patches);
        var shared = trunk.Graph.Add("MatMul", [attention, values]);
        var own = blocks.MixByHead(
            head => blocks.Sum(
                blocks.Softmax(trunk.SelfSimilarity(keys, head: head)), blocks.Softmax(trunk.QuerySimilarity(queries, head: head))),
            values);
        return trunk.Out(last, blocks.Scaled(blocks.Sum(shared, own), 1.0 / 3));
    }
}
