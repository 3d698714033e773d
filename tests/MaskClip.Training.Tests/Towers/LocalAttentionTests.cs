using MaskClip.Training.Towers;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Towers;

public sealed class LocalAttentionTests
{
    private const int Grid = 16;
    private const int Width = 256;
    private const int Heads = 4;

    [Theory]
    [InlineData(0, 0, 1, 0)]
    [InlineData(0, 3, 0, -1)]
    [InlineData(1, 0, 1, 1)]
    [InlineData(3, 2, 1, -1)]
    public void Head_LooksAtItsNeighbor_AndLessTheFartherAway(int layer, int head, int right, int down)
    {
        using var scope = NewDisposeScope();
        var places = LocalAttention.Positions(Grid, Width);
        var weights = LocalAttention.QueriesAndKeys(Width, Heads, layer);
        const int PerHead = Width / Heads;
        var queries = places.matmul(weights.narrow(0, head * PerHead, PerHead).t());
        var keys = places.matmul(weights.narrow(0, Width + head * PerHead, PerHead).t());
        var looks = queries.matmul(keys.t());
        const int Row = 7, Column = 9;
        var look = looks[Row * Grid + Column].view(Grid, Grid);
        Assert.Equal((Row + down) * Grid + Column + right, look.argmax().item<long>());
        float[] away = [.. Enumerable.Range(0, 5).Select(far => look[Row + down, Column + right - far].item<float>())];
        Assert.Equal(away.OrderDescending(), away);
    }

    [Fact]
    public void Positions_AllDiffer_AndAreEquallyLong()
    {
        using var places = LocalAttention.Positions(Grid, Width);
        using var lengths = places.square().sum(1);
        Assert.True((lengths.max() - lengths.min()).item<float>() < 1e-2);
        using var cosines = places.matmul(places.t()).div(lengths.mean()) - eye(Grid * Grid);
        Assert.InRange(cosines.max().item<float>(), 0.5, 0.99);
    }

    [Theory]
    [InlineData(256, 4, true)]
    [InlineData(48, 3, true)]
    [InlineData(48, 16, false)]
    public void Fits_WhereEachHeadHasAWaveOfEachAxis(int width, int heads, bool expected) =>
        Assert.Equal(expected, LocalAttention.Fits(width, heads));
}
