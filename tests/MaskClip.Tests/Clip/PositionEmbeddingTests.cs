
using MaskClip.Towers;

namespace MaskClip.Tests.Clip;

public class PositionEmbeddingTests
{
    public static TheoryData<int> Conventions => [.. Enum.GetValues<PositionResize>().Select(convention => (int)convention)];

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Resize_SameGrid_ChangesNothing(int convention)
    {
        float[] embedding = [.. Enumerable.Range(0, 10 * 3).Select(i => MathF.Sin(i))];
        Assert.Equal(embedding, PositionEmbedding.Resize(embedding, 3, 3, 3, 3, (PositionResize)convention));
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Resize_Constant_StaysConstantAndKeepsTheClassToken(int convention)
    {
        float[] embedding = [5, .. Enumerable.Repeat(2f, 16)];
        var resized = PositionEmbedding.Resize(embedding, 4, 1, 7, 3, (PositionResize)convention);
        Assert.Equal(1 + 21, resized.Length);
        Assert.Equal(5, resized[0]);
        Assert.All(resized[1..], value => Assert.Equal(2, value, 1e-5));
    }

    [Theory]
    [MemberData(nameof(Conventions))]
    public void Resize_ALine_RowsAndColumnsAreNotSwapped(int convention)
    {
        // Values grow from left to right only.
        float[] embedding = [0, .. Enumerable.Range(0, 16).Select(i => (float)(i % 4))];
        var resized = PositionEmbedding.Resize(embedding, 4, 1, 2, 8, (PositionResize)convention);
        Assert.All(Enumerable.Range(1, 8), i => Assert.Equal(resized[i], resized[i + 8], 1e-5));
        Assert.True(resized[8] > resized[1]);
    }

    [Fact]
    public void Resize_Bilinear_MixesTheTwoNearest()
    {
        float[] embedding = [0, 1, 3, 1, 3];
        var resized = PositionEmbedding.Resize(embedding, 2, 1, 2, 4, PositionResize.Bilinear);
        Assert.Equal([1, 1.5f, 2.5f, 3, 1, 1.5f, 2.5f, 3], resized[1..]);
    }

    [Fact]
    public void Resize_Antialiased_TakesTheCubicOfAMinusHalf()
    {
        // One bright cell; four times as fine, so that a new cell's weight of it is the cubic at eighths.
        float[] embedding = [0, .. Enumerable.Range(0, 64).Select(i => i % 8 == 4 ? 1f : 0)];
        var resized = PositionEmbedding.Resize(embedding, 8, 1, 8, 32, PositionResize.Antialiased);
        for (int i = 8; i < 24; i++)
        {
            double distance = Math.Abs((i + 0.5) / 4 - 4.5);
            double weight = distance < 1
                ? (1.5 * distance - 2.5) * distance * distance + 1
                : distance < 2 ? ((-0.5 * distance + 2.5) * distance - 4) * distance + 2 : 0;
            Assert.Equal(weight, resized[1 + i], 1e-5);
        }
    }

    [Fact]
    public void Resize_AntialiasedToAFewCells_AveragesInsteadOfSkipping()
    {
        // Every second column is bright: taken at single points this stays all or nothing.
        float[] embedding = [0, .. Enumerable.Range(0, 64).Select(i => (float)(i % 2))];
        var resized = PositionEmbedding.Resize(embedding, 8, 1, 2, 2, PositionResize.Antialiased);
        Assert.All(resized[1..], value => Assert.Equal(0.5, value, 0.1));
    }
}
