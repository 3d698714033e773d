using System.Globalization;
using MaskClip.Errors;
using MaskClip.Graph;
using MaskClip.Methods;
using MaskClip.Towers;

namespace MaskClip;

/// <summary>
/// SC-CLIP's last block: outlying tokens repaired, attention and aggregation by what a middle block holds similar, several blocks fused.
/// </summary>
/// <remarks>
/// Blocks are given as in a tower of twelve and scaled to others in proportion (a ViT-L/14's 4, 9 and 4..10 become 8, 18 and every second
/// of 8..20): the released code has indices for twelve only. The class token takes no part in the attention and is added to the patches in
/// the end.
/// Nothing changes it after it was made: safe to share between threads.
/// </remarks>
/// <param name="Name">The method's name.</param>
public sealed record SelfCalibration(string Name) : LastBlock(Name)
{
    private const int ReferenceLayers = 12;

    /// <summary>Neighbors of the outlier search.</summary>
    /// <value>1 to 1000 patches; the default value is 30.</value>
    public int Neighbors { get; init; } = 30;

    /// <summary>Outliers in a hundred patches.</summary>
    /// <value>0 to 100; the default value is 5.</value>
    public int OutlierPercent { get; init; } = 5;

    /// <summary>The block whose similarities, outliers repaired, are attended by.</summary>
    /// <value>1 to 12; the default value is 9.</value>
    public int AttendedBlock { get; init; } = 9;

    /// <summary>The block whose similarities the result is aggregated by; also the first that is fused.</summary>
    /// <value>1 to <see cref="LastFusedBlock"/>; the default value is 4.</value>
    public int AggregatedBlock { get; init; } = 4;

    /// <summary>The last block that is fused.</summary>
    /// <value>1 to 12; the default value is 10.</value>
    public int LastFusedBlock { get; init; } = 10;

    /// <summary>Cosines below this count as none when tokens are aggregated.</summary>
    /// <value>-1 to 1; the default value is 0.4.</value>
    public double MinSimilarity { get; init; } = 0.4;

    /// <summary>How sharp the similarities are as attention: a factor before the softmax.</summary>
    /// <value>0 to 100; the default value is 3.</value>
    public double Sharpness { get; init; } = 3;

    /// <summary>How much of the class token is added.</summary>
    /// <value>0 to 10; the default value is 0.3.</value>
    public double ClassShare { get; init; } = 0.3;

    /// <inheritdoc/>
    public override string Formula => string.Create(
        CultureInfo.InvariantCulture,
        $"""
        x = aggregate(S{AttendedBlock}, x repaired by LOF({Neighbors}, {OutlierPercent} %)); z = aggregate(S{AggregatedBlock}, y(x) +
        y(sum of blocks {AggregatedBlock}-{LastFusedBlock})); y = out(A v) + {ClassShare} cls; A = (softmax({Sharpness}(S{AttendedBlock} - mean), negative out)
        + softmax(kk)) / 2; S = cosines of a block, from {MinSimilarity} in aggregate; S{AttendedBlock} repaired too
        """).ReplaceLineEndings(" ");

    /// <inheritdoc/>
    internal override OnnxValue Emit(VisionTrunk trunk)
    {
        int last = trunk.Config.Layers;
        var blocks = trunk.Blocks;
        var before = trunk.Tokens(last - 1);
        var repair = new OutlierRepair(trunk, trunk.Patches(before), Neighbors, OutlierPercent);
        var middle = TokenSimilarities.Cosines(trunk, repair.Apply(Patches(trunk, AttendedBlock)));
        var attention = TokenSimilarities.Attention(trunk, middle, Sharpness);
        var repaired = Aggregate(trunk, middle, repair.Apply(trunk.Patches(before)));
        var own = blocks.Sum(Attend(trunk, repaired, attention), blocks.Scaled(trunk.ClassToken(before), ClassShare));

        var numbers = Enumerable.Range(AggregatedBlock, LastFusedBlock - AggregatedBlock + 1);
        var fused = blocks.Sum(numbers.Select(block => trunk.Tokens(TokenSimilarities.Scaled(block, last))));
        var second = blocks.Sum(Attend(trunk, trunk.Patches(fused), attention), blocks.Scaled(trunk.ClassToken(fused), ClassShare));

        // The released code aggregates both and adds; aggregation is linear, so once is enough.
        return Aggregate(trunk, TokenSimilarities.Cosines(trunk, Patches(trunk, AggregatedBlock)), blocks.Sum(own, second));
    }

    /// <inheritdoc/>
    internal override void Validate(List<string> errors)
    {
        base.Validate(errors);
        AllowedRange.Check(errors, "the number of neighbors", Neighbors, 1, 1000);
        AllowedRange.Check(errors, "the percentage of outliers", OutlierPercent, 0, 100);
        AllowedRange.Check(errors, "the block that is attended by", AttendedBlock, 1, ReferenceLayers);
        AllowedRange.Check(errors, "the last fused block", LastFusedBlock, 1, ReferenceLayers);
        AllowedRange.Check(errors, "the block that is aggregated by", AggregatedBlock, 1, LastFusedBlock);
        AllowedRange.Check(errors, "the minimum similarity", MinSimilarity, -1, 1);
        AllowedRange.Check(errors, "the sharpness", Sharpness, 0, 100);
        AllowedRange.Check(errors, "the class token's share", ClassShare, 0, 10);
    }

    private static OnnxValue Patches(VisionTrunk trunk, int block) =>
        trunk.Patches(trunk.Tokens(TokenSimilarities.Scaled(block, trunk.Config.Layers)));

    private OnnxValue Aggregate(VisionTrunk trunk, OnnxValue cosines, OnnxValue tokens) =>
        TokenSimilarities.Aggregate(trunk, TokenSimilarities.From(trunk, cosines, MinSimilarity), tokens);

    /// <summary>
    /// The last block's attention over patches. The middle block's part is the same for every head, so heads stay joined there.
    /// </summary>
    private static OnnxValue Attend(VisionTrunk trunk, OnnxValue patches, OnnxValue attention)
    {
        var blocks = trunk.Blocks;
        int last = trunk.Config.Layers;
        var (keys, values) = trunk.KeysAndValues(last, patches);
        var calibrated = trunk.Graph.Add("MatMul", [attention, values]);
        var own = blocks.MixByHead(head => blocks.Softmax(trunk.SelfSimilarity(keys, head: head)), values);
        return trunk.Out(last, blocks.Scaled(blocks.Sum(calibrated, own), 0.5));
    }
}
