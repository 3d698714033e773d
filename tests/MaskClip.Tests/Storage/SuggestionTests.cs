using MaskClip.Storage;

namespace MaskClip.Tests.Storage;

public class SuggestionTests
{
    private static readonly string[] Known = ["prompt", "precision", "presence", "prototypes", "save", "size", "sides"];

    [Theory]
    [InlineData("promt", "prompt")]
    [InlineData("pormpt", "prompt")]
    [InlineData("PROMPT", "prompt")]
    [InlineData("siez", "size")]
    [InlineData("sav", "save")]
    [InlineData("proto", "prototypes")]
    [InlineData("porcision", "precision")]
    [InlineData("x", null)]
    [InlineData("", null)]
    [InlineData("photo.jpeg", null)]
    [InlineData("pr", null)]
    [InlineData("colour", null)]
    public void Nearest_Word_IsNearOrNothing(string word, string? expected) => Assert.Equal(expected, Suggestion.Nearest(word, Known));

    [Fact]
    public void Nearest_NothingKnownOrAnEndlessWord_IsNothing()
    {
        Assert.Null(Suggestion.Nearest("word", []));
        Assert.Null(Suggestion.Nearest(new string('a', 1_000_000), [new string('a', 1000)]));
        Assert.Equal(".", Suggestion.Ending("xyz", Known));
    }
}
