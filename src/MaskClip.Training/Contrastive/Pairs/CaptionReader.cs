using System.Text.RegularExpressions;
using MaskClip.Text;
using MaskClip.Training.Augmentation;

namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>Chooses captions and turns them into tokens.</summary>
/// <param name="options">How captions are varied.</param>
/// <param name="contextLength">The most tokens of a text, ends included.</param>
/// <param name="unknown">The token of a blank.</param>
internal sealed partial class CaptionReader(PairOptions options, int contextLength, int unknown)
{
    /// <summary>Whether what is said would be false of the mirrored picture.</summary>
    public static bool TellsSides(IEnumerable<string> captions) => captions.Any(caption => Sides().IsMatch(caption));

    /// <summary>Chooses some of the captions, each at most once.</summary>
    /// <param name="captions">The pair's.</param>
    /// <param name="count">How many at most.</param>
    /// <param name="random">Chooses.</param>
    public IEnumerable<CaptionTokens> Choose(IReadOnlyList<string> captions, int count, SampleRandom random)
    {
        string[] left = [.. captions];
        for (int i = 0; i < Math.Min(count, left.Length); i++)
        {
            int chosen = i + random.Below(left.Length - i);
            (left[i], left[chosen]) = (left[chosen], left[i]);
            yield return new CaptionTokens(left[i], Tokens(left[i], random));
        }
    }

    private int[] Tokens(string caption, SampleRandom random)
    {
        if (options.BlankWords == 0) return ClipTokenizer.Shared.EncodeWithEnds(caption, contextLength, out _);
        var tokens = ClipTokenizer.Shared.EncodeWithEnds(
            random.Coin() && !caption.EndsWith('.') ? $"{caption}." : caption, contextLength, out _);
        for (int i = 1; i < tokens.Length - 1; i++)
        {
            if (random.Next() < options.BlankWords) tokens[i] = unknown;
        }

        return tokens;
    }

    [GeneratedRegex(@"\b(left|right)\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant)]
    private static partial Regex Sides();
}
