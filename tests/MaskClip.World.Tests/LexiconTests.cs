
using MaskClip.Text;
using MaskClip.World.Grammar;
using MaskClip.World.Stuff;
using MaskClip.World.Things;
using MaskClip.World.Words;

namespace MaskClip.World.Tests;

public class LexiconTests
{
    [Fact]
    public void Entries_StandInTheOrderOfThingsAndStuff()
    {
        Assert.Equal(AllThings.List.Count + Enum.GetValues<StuffKind>().Length, Lexicon.All.Count);
        Assert.Equal(AllThings.List.Select(thing => thing.Name), WorldClasses.Names.Take(WorldClasses.ThingCount));
        Assert.Equal("night sky", WorldClasses.Names[WorldClasses.IndexOf(StuffKind.NightSky)]);
        Assert.Equal("mountain", WorldClasses.Names[WorldClasses.IndexOf(StuffKind.Mountain)]);
        Assert.True(WorldClasses.ThingCount >= 30);
    }

    [Fact]
    public void Names_BelongToOneClassEach()
    {
        var names = Lexicon.All.SelectMany(entry => entry.Seen.Select(noun => noun.One).Concat(entry.Unseen.Select(name => name.Name)))
            .ToList();
        Assert.Equal(names.Count, names.Distinct().Count());
    }

    [Fact]
    public void UnseenNames_HaveWithSeenOnesInCommonWhatIsSaid()
    {
        var seenTokens = Lexicon.All.SelectMany(entry => entry.Seen).SelectMany(noun => ClipTokenizer.Shared.Encode(noun.One)).ToHashSet();
        foreach (var entry in Lexicon.All)
        {
            foreach (var (name, kinship) in entry.Unseen)
            {
                int[] tokens = ClipTokenizer.Shared.Encode(name);
                int known = tokens.Count(seenTokens.Contains);
                var fitting = name.Contains(' ') ? Kinship.Phrase : known > 0 ? Kinship.Compound : Kinship.Unrelated;
                Assert.True(
                    kinship == fitting && known < tokens.Length,
                    $"{name} is called {kinship}; {known} of its {tokens.Length} tokens are known");
            }
        }
    }

    [Theory]
    [InlineData("apple", "an apple")]
    [InlineData("red apple", "a red apple")]
    [InlineData("open book", "an open book")]
    public void WithArticle_GoesByTheFirstLetter(string words, string expected) => Assert.Equal(expected, Noun.WithArticle(words));
}
