using MaskClip.Training.Contrastive.Pairs;
using MaskClip.Training.Contrastive.SelfTraining;
using MaskClip.World;

namespace MaskClip.Training.Tests.Contrastive;

public sealed class NameFinderTests
{
    private static readonly NameFinder Finder = new(Vocabulary.Parse(["sky", "night sky", "cat|kitty", "bus", "person|people"]));

    [Theory]
    [InlineData("a cat on grass", 2)]
    [InlineData("Two KITTYS under the sky", 0, 2)]
    [InlineData("the night sky", 1)] // not the sky by day
    [InlineData("three buses", 3)]
    [InlineData("people", 4)]
    [InlineData("a category of skyscrapers")]
    [InlineData("a \u212aitty")] // the Kelvin sign is a k to an expression, and none to a dictionary
    [InlineData("")]
    public void In_ACaption_FindsWholeNamesAndTheirPlurals(string caption, params int[] expected) =>
        Assert.Equal(expected, Finder.In([caption]));

    [Fact]
    public void In_SeveralCaptions_NamesEachClassOnce() => Assert.Equal([0, 2], Finder.In(["a cat", "a cat below the sky", "nothing"]));

    [Fact]
    public void World_EveryClassOfAScene_IsFoundInItsCaptions()
    {
        var classes = Vocabulary.Parse(WorldClasses.Names);
        var finder = new NameFinder(WorldPairs.Spoken(classes));
        var captions = Enumerable.Range(0, 200)
            .Select(number => new WorldPairs(side: 32, captions: 32, seed: 3).Load(number, part: 1).Captions);
        Assert.Equal(Enumerable.Range(0, classes.Classes.Count), captions.SelectMany(finder.In).Distinct().Order());
    }
}
