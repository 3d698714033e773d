using MaskClip.Model;
using MaskClip.Words;

namespace MaskClip.Tests.Words;

public class BackgroundWordsTests
{
    // Three heaps of words in a plane of their own each, and one word that is near nothing.
    private static readonly Dictionary<string, float[]> Embeddings = new()
    {
        ["sky"] = Unit(1, 0, 0, 0),
        ["clouds"] = Unit(1, 0.1f, 0, 0),
        ["air"] = Unit(1, 0.2f, 0, 0),
        ["grass"] = Unit(0, 1, 0, 0),
        ["meadow"] = Unit(0, 1, 0.1f, 0),
        ["wall"] = Unit(0, 0, 1, 0),
        ["brick wall"] = Unit(0, 0, 1, 0.1f),
        ["cat"] = Unit(0, 0, 0, 1),
        ["lawn"] = Unit(0, 1, 0.05f, 0),
        ["garden wall"] = Unit(1, 1, 1, 1),
    };

    private static readonly string[] Candidates = ["sky", "clouds", "air", "grass", "meadow", "wall", "brick wall"];

    [Fact]
    public void Choose_FewWords_TakesOneOfEachHeap_TheLargestFirst() =>
        Assert.Equal(["clouds", "wall", "grass"], Heaps(BackgroundWords.Choose(Candidates, ["cat"], Embeddings, new() { Words = 3 })));

    [Fact]
    public void Choose_NoLimit_TakesAllThatIsNotNear() =>
        Assert.Equal(Candidates.Order(), BackgroundWords.Choose(Candidates, ["cat"], Embeddings, new()).Order());

    [Fact]
    public void Choose_WordsNearAName_AreLeftOut()
    {
        var words = BackgroundWords.Choose(Candidates, ["cat", "lawn"], Embeddings, new());

        Assert.DoesNotContain("grass", words);
        Assert.DoesNotContain("meadow", words);
        Assert.Contains("sky", words);
        Assert.Contains("grass", BackgroundWords.Choose(Candidates, ["cat", "lawn"], Embeddings, new() { Nearness = 1 }));
    }

    [Fact]
    public void Choose_WordsWithANamesNoun_AreLeftOut()
    {
        var words = BackgroundWords.Choose(Candidates, ["garden wall"], Embeddings, new() { Nearness = 1 });

        Assert.DoesNotContain("wall", words);
        Assert.DoesNotContain("brick wall", words);
    }

    [Fact]
    public void Choose_AllNear_GivesNone() =>
        Assert.Empty(BackgroundWords.Choose(["sky", "clouds"], ["sky", "clouds"], Embeddings, new()));

    [Theory]
    [InlineData("dining table", "table", true)]
    [InlineData("dining table", "pool tables", true)]
    [InlineData("traffic sign", "traffic light", false)]
    [InlineData("tile wall", "tile floor", false)]
    [InlineData("Shelves", "shelf", true)]
    [InlineData("car", "cardboard", false)]
    public void ShareNoun_LastWordsCount(string one, string other, bool expected)
    {
        Assert.Equal(expected, BackgroundCandidates.ShareNoun(one, other));
        Assert.Equal(expected, BackgroundCandidates.ShareNoun(other, one));
    }

    [Fact]
    public void Candidates_AreStuffAndSurroundings_EachOnce()
    {
        Assert.Contains("sky", BackgroundCandidates.All);
        Assert.Contains("street", BackgroundCandidates.All);
        Assert.DoesNotContain("person", BackgroundCandidates.All);
        Assert.Equal(BackgroundCandidates.All.Count, BackgroundCandidates.All.Distinct(StringComparer.OrdinalIgnoreCase).Count());
    }

    // Which word of a heap stands for it is a matter of hundredths: the first of each heap's words.
    private static IEnumerable<string> Heaps(IEnumerable<string> words) => words.Select(word => word switch
    {
        "sky" or "clouds" or "air" => "clouds",
        "grass" or "meadow" => "grass",
        _ => "wall",
    }).OrderBy(word => word is "clouds" ? 0 : word is "wall" ? 1 : 2);

    private static float[] Unit(params float[] values)
    {
        UnitVectors.Normalize(values, values.Length);
        return values;
    }
}
