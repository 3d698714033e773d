using CsCheck;
using MaskClip.Scores;

namespace MaskClip.Tests.Dense;

public class PatchAgreementTests
{
    private static readonly Gen<(int Rows, int Columns, int[] Labels)> Grids =
        from rows in Gen.Int[1, 7]
        from columns in Gen.Int[1, 7]
        from labels in Gen.Int[0, 2].Array[rows * columns]
        select (rows, columns, labels);

    [Fact]
    public void Table_AnyGrid_RowsAgreeAlikeInSumAndTheGreatestIsOne() => Grids.Sample(grid =>
    {
        var (rows, columns, labels) = grid;
        int tokens = 1 + rows * columns;
        var table = PatchAgreement.Table(labels, rows, columns, default);

        Assert.Equal(1, table.Max(), 1e-6);
        Assert.All(table, value => Assert.InRange(value, 0, 1));
        var sums = Enumerable.Range(1, tokens - 1).Select(row => table.AsSpan(row * tokens, tokens).ToArray().Sum()).ToArray();
        Assert.All(sums, sum => Assert.Equal(sums[0], sum, 1e-3 * sums[0]));
        Assert.All(Enumerable.Range(0, tokens), i => Assert.Equal((0, 0), (table[i], table[i * tokens])));
    });

    [Fact]
    public void Table_TwoNamesSideBySide_NoRowReachesPastTheBlurIntoTheOther()
    {
        // One row of 100 patches: the first 30 have one name. The blur is 31 entries wide.
        int[] labels = [.. Enumerable.Range(0, 100).Select(i => i < 30 ? 0 : 1)];
        var table = PatchAgreement.Table(labels, 1, 100, default);

        Assert.True(table[1 * 101 + 1 + 29] > 0);
        Assert.True(table[1 * 101 + 1 + 44] > 0);
        Assert.Equal(0, table[1 * 101 + 1 + 45]);
    }
}
