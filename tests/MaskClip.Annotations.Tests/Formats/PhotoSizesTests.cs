using MaskClip.Annotations.Formats;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>Regions of a photo have its size, whatever a damaged file says.</summary>
public sealed class PhotoSizesTests
{
    [Fact]
    public void LabelStudio_ResultsOfTwoSizes_LeavesTheOthersOutByName()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "tasks.json");
        var results = string.Join(',', Result("x", 4), Result("y", 8), Result("z", 4));
        File.WriteAllText(path, $$"""[{"data":{"image":"a.png"},"annotations":[{"result":[{{results}}]}]}]""");
        using var reader = AnnotationFormats.Find("label-studio").Open(path);
        List<AnnotationException> errors = [];

        var photo = Assert.Single(reader.Read(errors.Add));

        Assert.Equal((4, 2, 2), (photo.Width, photo.Height, photo.Regions.Count));
        Assert.Equal(8, photo.ToLabels().Length);
        Assert.Contains("8x2", Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Photo_WithARegionOfAnotherSize_IsRefused()
    {
        var region = new AnnotatedRegion(0, RegionMask.From(2, 2, [1, 0, 0, 1]));

        Assert.Contains("2x2", Assert.Throws<ArgumentException>(() => new AnnotatedPhoto("a.png", 4, 2, [region])).Message);
    }

    private static string Result(string id, int width) =>
        $$$"""
        {"id":"{{{id}}}","type":"polygonlabels","original_width":{{{width}}},"original_height":2,
         "value":{"points":[[0,0],[100,0],[100,100],[0,100]],"polygonlabels":["cat"]}}
        """;
}
