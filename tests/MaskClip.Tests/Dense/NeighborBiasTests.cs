
using MaskClip.Towers;

namespace MaskClip.Tests.Dense;

public class NeighborBiasTests
{
    [Fact]
    public void Table_GridThatIsNotSquare_IsTheGaussianOfDistances()
    {
        const int Rows = 3, Columns = 5, Tokens = 1 + Rows * Columns;
        var table = NeighborBias.Table(2, Rows, Columns);

        Assert.Equal(Tokens * Tokens, table.Length);
        for (int from = 0; from < Rows * Columns; from++)
        {
            for (int to = 0; to < Rows * Columns; to++)
            {
                int down = from / Columns - to / Columns, along = from % Columns - to % Columns;
                Assert.Equal(Math.Exp(-(down * down + along * along) / 8.0), table[(1 + from) * Tokens + 1 + to], 1e-6);
            }
        }
    }

    [Fact]
    public void Table_ClassToken_HasNoNeighbors()
    {
        var table = NeighborBias.Table(5, 2, 2);
        Assert.All(Enumerable.Range(0, 5), i => Assert.Equal((0, 0), (table[i], table[i * 5])));
    }

    [Fact]
    public void For_MoreGridsThanAreKept_StillGivesEachItsOwn()
    {
        var kept = new NeighborTable((rows, columns) => NeighborBias.Table(5, rows, columns));
        // 1 + 45 x 45 tokens squared are a quarter of what is kept.
        foreach (int columns in new[] { 45, 44, 43, 42, 41, 45 })
        {
            var table = kept.For(45, columns);
            Assert.Equal((1 + 45 * columns) * (1 + 45 * columns), table.Length);
            Assert.Equal(1, table[^1]);
        }
    }

    [Fact]
    public void For_SameGrid_GivesTheSameTable()
    {
        var kept = new NeighborTable((rows, columns) => NeighborBias.Table(5, rows, columns));
        Assert.Same(kept.For(3, 4), kept.For(3, 4));
        Assert.NotSame(kept.For(3, 4), kept.For(4, 3));
    }
}
