using System.Text.RegularExpressions;

namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>The words of captions that say something of a picture.</summary>
internal static partial class ContentWords
{
    // What joins words, and what calls a picture a picture.
    private static readonly HashSet<string> Empty = new(
        """
        a an the this that here there is are be it its of in on at to with and or by from for as showing shows
        picture photo photograph image drawing painting rendering view scene close up
        """.Split([' ', '\n'], StringSplitOptions.RemoveEmptyEntries),
        StringComparer.OrdinalIgnoreCase);

    /// <summary>Those of a caption; "close-up of a cat" has "cat".</summary>
    public static IEnumerable<string> Of(string caption) =>
        Word().Matches(caption).Select(match => match.Value.ToLowerInvariant()).Where(word => !Empty.Contains(word));

    [GeneratedRegex(@"[\p{L}\p{N}]+", RegexOptions.CultureInvariant)]
    private static partial Regex Word();
}
