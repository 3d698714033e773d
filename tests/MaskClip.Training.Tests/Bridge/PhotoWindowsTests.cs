using MaskClip.Families.Bridge;
using MaskClip.Training.Bridge.Features;

namespace MaskClip.Training.Tests.Bridge;

public sealed class PhotoWindowsTests
{
    [Fact]
    public void Of_AGrid_HasItsMeanAndMeansOfWindowsFromCornerToCorner()
    {
        // One channel that counts positions of 7 rows and 11 columns.
        var vectors = PhotoWindows.Of(new LastStage(7, 11, [.. Enumerable.Range(0, 77).Select(at => (float)at)], null, null));
        Assert.Equal(26, vectors.Length);
        Assert.Equal(38, vectors[0]);
        Assert.Equal(12, vectors[1]); // rows and columns 0 to 2: their middle
        Assert.Equal(1 * 11 + 9, vectors[5]);
        Assert.Equal(3 * 11 + 5, vectors[13]);
        Assert.Equal(5 * 11 + 9, vectors[25]);
    }

    [Fact]
    public void Of_AGridNarrowerThanAWindow_TakesWhatThereIs()
    {
        var vectors = PhotoWindows.Of(new LastStage(1, 2, [1, 3], null, null));
        Assert.All(vectors, value => Assert.Equal(2, value));
    }
}
