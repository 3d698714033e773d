namespace MaskClip.Outsider.Tests.Guide;

/// <summary>README.md, "In C#", and docs/students.md.</summary>
public class ReadmeTests
{
    [Fact]
    public void Readme_FindsSomethingInThePhoto()
    {
        using var segmenter = Segmenter.Load("photo");                      // a model package; or a name, or a path
        using var features = segmenter.Embed(RgbImage.Load("photo.jpg"));   // heavy, once
        Segmentation result = features.Segment(["cat", "sofa|couch", "grass"]);   // cheap, as often as you like

        foreach (var region in result.Regions) Console.WriteLine($"{region.Label}: {region.Share:P0}, score {region.Score:0.00}");

        Assert.NotEmpty(result.Regions);
        Assert.Equal(1, result.Regions.Sum(region => region.Share), 1e-6);
        Assert.Equal("photo", segmenter.Source.DisplayName);
    }

    [Fact]
    public void Students_WithoutTheFile_SaysWhatWritesIt()
    {
        var error = Assert.Throws<FileNotFoundException>(() =>
        {
            using var student = StudentSegmenter.Load("runs/voc/student.safetensors");
            Segmentation result = student.Segment(RgbImage.Load("photo.jpg"));
        });

        Assert.Contains("'runs/voc/student.safetensors'", error.Message);
    }
}
