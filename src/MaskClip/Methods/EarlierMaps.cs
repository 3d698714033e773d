using System.Globalization;

namespace MaskClip.Dense;

/// <summary>Attention of earlier blocks that is blended into the last: <c>gain · ((1 - share) · A + share · mean of the earlier)</c>.</summary>
/// <param name="Blocks">Which blocks, from 1. Numbers at or past the last block are an error where the tower is that short.</param>
/// <param name="Terms">What is read in each of them; terms are added.</param>
/// <param name="Share">How much of the blend they make, 0 to 1.</param>
/// <param name="Gain">A factor on the whole blend.</param>
internal sealed record EarlierMaps(IReadOnlyList<int> Blocks, IReadOnlyList<AttentionTerm> Terms, double Share, double Gain = 1)
{
    /// <summary>The blend around the last block's own attention, as a formula.</summary>
    public string Formula(string own)
    {
        var gain = Gain == 1 ? "" : Gain.ToString(CultureInfo.InvariantCulture);
        var terms = string.Join(" + ", Terms.Select(term => term.Formula));
        return string.Create(CultureInfo.InvariantCulture, $"{gain}({1 - Share}({own}) + {Share} mean of {terms} in blocks {string.Join(",", Blocks)})");
    }
}
