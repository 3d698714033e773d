using MaskClip.Training.Bridge.Words;

namespace MaskClip.Training.Tests.Bridge;

public sealed class PhotoWordsTests
{
    [Fact]
    public void Find_InCaptions_CountsPhotosAndLeavesFunctionWordsOut()
    {
        var words = Find(new() { MinCount = 2 }, ["A dog on the grass", "the dog again"], ["Two dogs and a bus"],
            ["Buses on grass, a picture of a cat"]);
        Assert.Equal(["bus", "dog", "grass"], words.Words);
        Assert.Equal([2, 2, 2], words.Counts);
        Assert.Equal([[1, 2], [0, 1], [0, 2]], words.OfPhoto);
    }

    [Fact]
    public void Find_PluralsWhoseSingularNobodySays_StayAsTheyAre()
    {
        var words = Find(new() { MinCount = 1 }, ["grass and glasses"], ["ponies, people"], ["a pony, a person"]);
        Assert.Equal(["person", "pony", "glasses", "grass"], words.Words);
    }

    [Fact]
    public void Find_Tags_AreTakenAsTheyAre_AndFoundInCaptionsToo()
    {
        var words = PhotoWords.Find([(["Dining Table, dog , of"], true), (["two dining tables beside a table"], false)],
            new() { MinCount = 1 });
        Assert.Equal(["dining table", "dog", "of", "table"], words.Words);
        Assert.Equal([[0, 1, 2], [0, 3]], words.OfPhoto);
        Assert.Equal([3], words.PartsOf(0));
        Assert.Empty(words.PartsOf(3));
    }

    [Fact]
    public void Find_WithAList_TakesItsWordsOnly()
    {
        var words = Find(new() { Only = ["Cats", "view", "hot dog", "unseen"], MinCount = 50 }, ["a view of cats"],
            ["a cat with a hot dog"]);
        Assert.Equal(["cats", "hot dog", "view"], words.Words); // "cat" is another word than the one that was asked for
        Assert.Equal([[0, 2], [1]], words.OfPhoto);
    }

    [Fact]
    public void Find_MoreThanTheMaximum_KeepsTheMostFrequent()
    {
        var words = Find(new() { MinCount = 1, MaxWords = 2 }, ["ant bee cat"], ["bee cat"], ["cat"]);
        Assert.Equal(["cat", "bee"], words.Words);
    }

    [Fact]
    public void Find_NothingLeft_SaysWhatToDo()
    {
        var error = Assert.Throws<FormatException>(() => Find(new() { MinCount = 3 }, ["a dog"], ["a cat"]));
        Assert.Contains("0 words are left of 2 in the captions and tags of 2 photos", error.Message);
        Assert.Contains("lower the minimum of 3 photos a word", error.Message);
    }

    private static PhotoWords Find(WordOptions options, params string[][] captions) =>
        PhotoWords.Find([.. captions.Select(one => ((IReadOnlyList<string>)one, false))], options);
}
