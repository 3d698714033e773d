using MyProgram;

namespace MaskClip.Outsider.Tests.Guide;

/// <summary>docs/library.md: a writer of one's own.</summary>
public class OwnWriterTests
{
    [Fact]
    public void Registered_IsFoundByNameAndWrites()
    {
        SegmentationWriters.Register(new SharesWriter());
        IReadOnlyList<ISegmentationWriter> writers = SegmentationWriters.Parse("json,shares");

        using var segmenter = Segmenter.Load("world-clip");
        var photo = RgbImage.Load("photo.jpg");
        var result = segmenter.Segment(photo, segmenter.Embed(Vocabulary.Parse(["sky", "grass"])));
        string[] written = [.. writers.SelectMany(writer => writer.Write(photo, result, "own", "photo"))];

        Assert.Equal(["photo.json", "photo.shares.csv"], written.Select(Path.GetFileName));
        Assert.Equal(result.Regions.Count, File.ReadLines(written[1]).Count());
        Assert.Contains("shares", SegmentationWriters.All.Select(writer => writer.Name));
    }

    [Theory]
    [InlineData("mask", "There is another output format 'mask' already")]
    [InlineData("MASK", "There is another output format 'mask' already")]
    [InlineData("a,b", "cannot be named 'a,b'")]
    [InlineData("", "cannot be named ''")]
    public void Register_NameThatCannotBe_IsRefusedByName(string name, string message)
    {
        Assert.Contains(message, Assert.Throws<OptionsException>(() => SegmentationWriters.Register(new Named(name))).Message);
        Assert.DoesNotContain(SegmentationWriters.All, writer => writer is Named one && one.Name == name);
    }

    [Fact]
    public void Register_TheSameAgain_ChangesNothing()
    {
        var writer = new Named("twice");
        SegmentationWriters.Register(writer);
        SegmentationWriters.Register(writer);

        Assert.Single(SegmentationWriters.All, one => one.Name == "twice");
        Assert.Throws<OptionsException>(() => SegmentationWriters.Register(new Named("TWICE")));
        Assert.Same(writer, Assert.Single(SegmentationWriters.Parse("Twice")));
    }

    private sealed class Named(string name) : ISegmentationWriter
    {
        public string Name => name;

        public IReadOnlyList<string> Write(RgbImage photo, Segmentation result, string folder, string stem) => [];
    }
}
