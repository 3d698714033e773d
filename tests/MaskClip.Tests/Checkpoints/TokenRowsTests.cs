using MaskClip.Checkpoints;

namespace MaskClip.Tests.Checkpoints;

public sealed class TokenRowsTests
{
    [Fact]
    public void Places_OtherTokens_AreTheLastRow() => Assert.Equal([3, 1, 3, 0, 3, 2], TokenRows.Places([3, 1, 5], 6));

    [Fact]
    public void Kept_WithoutAList_IsNull()
    {
        using var folder = new TemporaryFolder();
        using var checkpoint = Open(folder, rows: 4, list: null);
        Assert.Null(TokenRows.Kept(checkpoint, 10));
    }

    [Theory]
    [InlineData(4, 1, 2, 3)]
    [InlineData(2, 9)]
    [InlineData(1)]
    public void Kept_AListThatFits_IsGiven(int rows, params int[] list)
    {
        using var folder = new TemporaryFolder();
        using var checkpoint = Open(folder, rows, list);
        Assert.Equal(list, TokenRows.Kept(checkpoint, 10));
    }

    [Theory]
    [InlineData(3, 1, 2, 3)] // a row too few: the one of all other tokens
    [InlineData(3, 1, 1)]
    [InlineData(3, 1, 10)]
    [InlineData(3, -1, 1)]
    public void Kept_AListThatDoesNotFit_IsRefused(int rows, params int[] list)
    {
        using var folder = new TemporaryFolder();
        using var checkpoint = Open(folder, rows, list);
        Assert.Equal(TokenRows.List, Assert.Throws<CheckpointException>(() => TokenRows.Kept(checkpoint, 10)).Tensor);
    }

    private static Checkpoint Open(TemporaryFolder folder, int rows, int[]? list)
    {
        var path = folder.File("model.safetensors");
        var table = new SafetensorsEntry(TokenRows.Table, [rows, 2], new float[rows * 2]);
        SafetensorsWriter.Write(
            path,
            list is null
                ? [table]
                : [table, new SafetensorsEntry(TokenRows.List, [list.Length], Array.ConvertAll(list, token => (long)token))]);
        return Checkpoint.Open(path);
    }
}
