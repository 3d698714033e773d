using System.Text.RegularExpressions;
using CsCheck;
using MaskClip.Models;
using MaskClip.Storage;

namespace MaskClip.Tests.Models;

public class KnownModelsTests
{
    [Theory]
    [InlineData("RN50", "RN50")]
    [InlineData("rn50X64", "RN50x64")]
    [InlineData("ViT-B-32", "ViT-B-32")]
    [InlineData("ViT-B/16", "ViT-B-16")]
    [InlineData("vit-l/14", "ViT-L-14")]
    [InlineData("ViT-L/14@336px", "ViT-L-14-336px")]
    [InlineData("VIT-L-14-336PX", "ViT-L-14-336px")]
    public void Find_Spelling_IsTheModel(string spelling, string name) =>
        Assert.Equal(name, KnownModels.Find(KnownModels.All, spelling)?.Name);

    [Theory]
    [InlineData("")]
    [InlineData("./RN50")]
    [InlineData("/RN50")]
    [InlineData("RN50.pt")]
    [InlineData("RN5")]
    public void Find_NoName_IsNull(string text) => Assert.Null(KnownModels.Find(KnownModels.All, text));

    [Fact]
    public void All_Entries_AreNineDistinctWithWellFormedSums()
    {
        Assert.Equal(9, KnownModels.All.Select(model => model.Sha256).Distinct().Count());
        Assert.All(KnownModels.All, model => Assert.Matches(new Regex("^[0-9a-f]{64}$"), model.Sha256));
        Assert.All(KnownModels.All, model => Assert.Equal(model, KnownModels.Find(KnownModels.All, model.OfficialName)));
        Assert.All(KnownModels.All, model => Assert.Equal(0, model.Resolution % model.Stride));
        Assert.Contains(KnownModels.All, model => model.Name == KnownModels.Default);
        Assert.Equal(KnownModels.All.Select(model => model.Name), ModelStore.KnownNames);
    }

    [Fact]
    public void Between_AnyWords_IsAMetric() =>
        Gen.Select(Gen.String[Gen.Char['a', 'c'], 0, 6], Gen.String[Gen.Char['a', 'c'], 0, 6], Gen.String[Gen.Char['a', 'c'], 0, 6])
            .Sample((a, b, c) =>
                EditDistance.Between(a, b) == EditDistance.Between(b, a)
                && (EditDistance.Between(a, b) == 0) == (a == b)
                && EditDistance.Between(a, b) <= EditDistance.Between(a, c) + EditDistance.Between(c, b)
                && EditDistance.Between(a, b) <= Math.Max(a.Length, b.Length));

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("ab", "ba", 1)]
    [InlineData("ca", "abc", 2)]
    [InlineData("promt", "prompt", 1)]
    [InlineData("outptu", "output", 1)]
    [InlineData("", "abc", 3)]
    [InlineData("RN50", "RN50X4", 2)]
    public void Between_Words_CountsEdits(string from, string to, int expected) => Assert.Equal(expected, EditDistance.Between(from, to));
}
