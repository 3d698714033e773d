using CsCheck;
using MaskClip.Text;

namespace MaskClip.Tests.Clip;

public class TextPrefixesTests
{
    [Fact]
    public void Group_AnyTexts_PutsEachOnceBehindABeginningThatItHas() =>
        Gen.Int[0, 3].Array[1, 6].Array[0, 200].Sample(texts =>
        {
            int[] ends = [.. texts.Select(text => text.Length - 1)];

            var groups = TextPrefixes.Group(texts, ends);

            Assert.Equal(Enumerable.Range(0, texts.Length), groups.SelectMany(group => group.Texts).Order());
            foreach (var group in groups)
            {
                var beginning = texts[group.Texts[0]][..group.Length];
                Assert.All(group.Texts, i => Assert.True(ends[i] >= group.Length && texts[i].AsSpan().StartsWith(beginning)));
                Assert.Equal(group.Texts.Select(i => ends[i]).Order(), group.Texts.Select(i => ends[i]));
            }
        });

    [Fact]
    public void Group_ManyTextsThatBeginAlike_SharesAllThatTheyShare()
    {
        int[][] texts = [.. Enumerable.Range(0, 100).Select(i => new[] { 1, 2, 3, 10 + i, 4 })];

        var group = Assert.Single(TextPrefixes.Group(texts, [.. texts.Select(_ => 4)]));

        Assert.Equal(3, group.Length);
    }

    [Fact]
    public void Group_FewTexts_ShareNothing()
    {
        int[][] texts = [[1, 2, 3], [1, 2, 4]];

        Assert.Equal(0, Assert.Single(TextPrefixes.Group(texts, [2, 2])).Length);
    }
}
