using MaskClip.Clip;

namespace MaskClip.Tests.Clip;

public class PositionEmbeddingTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Resize_SameGrid_ChangesNothing(bool byFactor)
    {
        float[] embedding = [.. Enumerable.Range(0, 10 * 3).Select(i => MathF.Sin(i))];
        Assert.Equal(embedding, PositionEmbedding.Resize(embedding, 3, 3, 3, 3, Convention(byFactor)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Resize_Constant_StaysConstantAndKeepsTheClassToken(bool byFactor)
    {
        float[] embedding = [5, .. Enumerable.Repeat(2f, 16)];
        var resized = PositionEmbedding.Resize(embedding, 4, 1, 7, 3, Convention(byFactor));
        Assert.Equal(1 + 21, resized.Length);
        Assert.Equal(5, resized[0]);
        Assert.All(resized[1..], value => Assert.Equal(2, value, 1e-5));
    }

    [Fact]
    public void Resize_ALine_RowsAndColumnsAreNotSwapped()
    {
        // Values grow from left to right only.
        float[] embedding = [0, .. Enumerable.Range(0, 16).Select(i => (float)(i % 4))];
        var resized = PositionEmbedding.Resize(embedding, 4, 1, 2, 8, PositionResize.Size);
        Assert.Equal(resized[1..9], resized[9..17]);
        Assert.True(resized[8] > resized[1]);
    }

    private static PositionResize Convention(bool byFactor) => byFactor ? PositionResize.ScaleFactor : PositionResize.Size;
}
