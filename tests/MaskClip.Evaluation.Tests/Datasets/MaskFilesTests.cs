namespace MaskClip.Evaluation.Tests.Datasets;

/// <summary>Masks as annotation tools leave them: other endings, JPEG, 0 and 255.</summary>
public sealed class MaskFilesTests : IDisposable
{
    private readonly DatasetFolder folder = new();

    public MaskFilesTests() => folder.Text("names.txt", "cat\ndog\n").Photo("images/one.JPG");

    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData("masks/one.PNG")]
    [InlineData("masks/one.Png")]
    public void CapitalsInTheEnding_MakeNoDifference(string path)
    {
        folder.Mask(path, 0, 1);

        Assert.Equal<byte>([0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1], folder.FirstTruth("folder"));
        Assert.Empty(DatasetCheck.Run(folder.Root, "folder").Errors);
    }

    [Theory]
    [InlineData("masks/one.jpg")]
    [InlineData("masks/one.JPEG")]
    public void AJpegMask_IsRefusedByName(string path)
    {
        folder.Mask(path, 0, 1);

        var error = folder.Error("folder");

        Assert.Contains(Path.GetFileName(path), error, StringComparison.Ordinal);
        Assert.Contains("JPEG", error, StringComparison.Ordinal);
        Assert.Contains("PNG", error, StringComparison.Ordinal);
    }

    [Fact]
    public void AJpegBesideAPng_IsNoMask()
    {
        folder.Mask("masks/one.png", 0, 1).Mask("masks/one.jpg", 1);

        Assert.Empty(DatasetCheck.Run(folder.Root, "folder").Errors);
    }

    [Fact]
    public void OnlyZeroAnd255_IsSaid()
    {
        folder.Mask("masks/one.png", 0, 255).Photo("images/two.jpg").Mask("masks/two.png", 255);

        Assert.Contains("If 255 stands for 'dog', write 1", DatasetCheck.Run(folder.Root).Dataset.Remark, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 1, 255)]
    [InlineData(0, 0, 0)]
    [InlineData(1, 1, 1)]
    public void OtherLabels_AreNotRemarkedOn(byte first, byte second, byte third)
    {
        folder.Mask("masks/one.png", first, second, third);

        Assert.Null(DatasetCheck.Run(folder.Root).Dataset.Remark);
    }

    [Fact]
    public void OneMaskOfManyWithOnlyZeroAnd255_IsNotRemarkedOn()
    {
        folder.Mask("masks/one.png", 0, 255).Photo("images/two.jpg").Mask("masks/two.png", 1);

        Assert.Null(DatasetCheck.Run(folder.Root).Dataset.Remark);
    }
}
