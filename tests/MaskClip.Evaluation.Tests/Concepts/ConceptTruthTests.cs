using MaskClip.Evaluation.Concepts;

namespace MaskClip.Evaluation.Tests.Concepts;

public sealed class ConceptTruthTests : IDisposable
{
    private static readonly Vocabulary Names = Vocabulary.Parse(["red car|crimson car", "blue car", "blurred"]);

    private readonly string path = Path.GetTempFileName();

    public void Dispose() => File.Delete(path);

    [Theory]
    [InlineData("photos/red-car__01.jpg", 0)]
    [InlineData("Red_Car__a__b.png", 0)]
    [InlineData("crimson car__x.jpg", 0)]
    [InlineData("blurred__7.jpg", 2)]
    [InlineData("green-car__7.jpg", null)]
    [InlineData("blurred.jpg", null)]
    public void Find_FileNames_SayTheName(string photo, int? expected) => Assert.Equal(expected, ConceptTruth.FromNames(Names).Find(photo));

    [Fact]
    public void Find_Table_GoesBeforeFileNames()
    {
        File.WriteAllText(path, "# photo\tname\n\nred-car__01.jpg\tblue car\nsub/x.png\tblurred\tremark\n");

        var truth = ConceptTruth.FromTable(Names, path);

        Assert.Equal(1, truth.Find("photos/red-car__01.jpg"));
        Assert.Equal(2, truth.Find("x.png"));
        Assert.Equal(0, truth.Find("red-car__02.jpg"));
    }

    [Theory]
    [InlineData("a.png\tblue car\nb.png")]
    [InlineData("a.png\tblue car\nb.png\tgreen car")]
    public void FromTable_BadLine_IsNamed(string text)
    {
        File.WriteAllText(path, text);

        Assert.Contains("line 2", Assert.Throws<FormatException>(() => ConceptTruth.FromTable(Names, path)).Message);
    }
}
