using System.Text.RegularExpressions;

namespace MaskClip.Training.Contrastive.SelfTraining;

/// <summary>Finds the classes that captions name.</summary>
internal sealed class NameFinder
{
    private readonly Dictionary<string, int> classOfName = new(StringComparer.OrdinalIgnoreCase);
    private readonly Regex names;

    /// <summary>Creates the finder.</summary>
    /// <param name="vocabulary">The classes, with every word that captions have for them; regular plurals go without saying.</param>
    public NameFinder(Vocabulary vocabulary)
    {
        for (int index = 0; index < vocabulary.Classes.Count; index++)
        {
            foreach (var name in vocabulary.Classes[index].Synonyms) classOfName.TryAdd(name, index);
        }

        // The longest first: "night sky" is no sky by day.
        var either = string.Join('|', classOfName.Keys.OrderByDescending(name => name.Length).Select(Regex.Escape));
        names = new Regex($@"\b({either})(?:e?s)?\b", RegexOptions.IgnoreCase | RegexOptions.CultureInvariant | RegexOptions.Compiled);
    }

    /// <summary>The classes named in any of a picture's captions, in the vocabulary's order.</summary>
    public int[] In(IEnumerable<string> captions) =>
        [
            .. captions.SelectMany(caption => names.Matches(caption))
                .Select(match => classOfName.GetValueOrDefault(match.Groups[1].Value, -1))
                .Where(index => index >= 0)
                .Distinct()
                .Order(),
        ];
}
