using System.Globalization;
using MaskClip.Errors;
using MaskClip.Methods;

namespace MaskClip;

/// <summary>
/// Attention of earlier blocks that is blended into the last: <c>gain · ((1 - share) · A + share · mean of the earlier)</c>.
/// </summary>
/// <remarks>
/// ResCLIP's residual cross-correlation self-attention and ITACLIP's middle blocks are this. Nothing changes it after it was made: safe to
/// share between threads.
/// </remarks>
/// <param name="Blocks">Which blocks, from 1. Numbers at or past the last block are an error where the tower is that short.</param>
/// <param name="Terms">What is read in each of them; terms are added. The identity is none.</param>
/// <param name="Share">How much of the blend they make, 0 to 1.</param>
/// <param name="Gain">A factor on the whole blend, 0 to 100.</param>
public sealed record EarlierMaps(IReadOnlyList<int> Blocks, IReadOnlyList<AttentionTerm> Terms, double Share, double Gain = 1)
{
    /// <summary>Which blocks, from 1.</summary>
    public IReadOnlyList<int> Blocks { get; init => field = Copied(value); } = Copied(Blocks);

    /// <summary>What is read in each of them; terms are added.</summary>
    public IReadOnlyList<AttentionTerm> Terms { get; init => field = Copied(value); } = Copied(Terms);

    /// <summary>Whether both blend the same in.</summary>
    /// <param name="other">The other.</param>
    public bool Equals(EarlierMaps? other) => other is not null && Formula("A") == other.Formula("A");

    /// <inheritdoc/>
    public override int GetHashCode() => Formula("A").GetHashCode(StringComparison.Ordinal);

    /// <summary>The blend around the last block's own attention, as a formula.</summary>
    internal string Formula(string own)
    {
        var gain = Gain == 1 ? "" : Gain.ToString(CultureInfo.InvariantCulture);
        var terms = string.Join(" + ", Terms.Select(term => term.Formula));
        return string.Create(
            CultureInfo.InvariantCulture, $"{gain}({1 - Share}({own}) + {Share} mean of {terms} in blocks {string.Join(",", Blocks)})");
    }

    /// <summary>Adds what is out of range.</summary>
    internal void Validate(List<string> errors)
    {
        if (Blocks.Count == 0 || Blocks.Any(block => block is < 1 or > 1000) || Blocks.Distinct().Count() != Blocks.Count)
        {
            errors.Add($"the earlier blocks are [{string.Join(", ", Blocks)}]; one or more numbers from 1, each once, are needed");
        }

        if (Terms.Count == 0) errors.Add("nothing is read in the earlier blocks; one or more terms are needed");
        foreach (var term in Terms)
        {
            term.Validate(errors);
            if (term.IsIdentity) errors.Add("the identity is read in earlier blocks; it has no weights, choose a similarity");
        }

        AllowedRange.Check(errors, "the earlier blocks' share", Share, 0, 1);
        AllowedRange.Check(errors, "the earlier blocks' gain", Gain, 0, 100);
    }

    // Whoever gave the list may go on to change it; graphs are kept by what this says.
    private static IReadOnlyList<T> Copied<T>(IReadOnlyList<T> list) => [.. list ?? throw new ArgumentNullException(nameof(list))];
}
