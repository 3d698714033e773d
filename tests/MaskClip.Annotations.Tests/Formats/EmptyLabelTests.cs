using MaskClip.Annotations.Formats;

namespace MaskClip.Annotations.Tests.Formats;

/// <summary>A label without letters costs its region, and neither the file nor the others.</summary>
public sealed class EmptyLabelTests
{
    [Theory]
    [InlineData("labelme", "")]
    [InlineData("labelme", " ")]
    [InlineData("label-studio", "")]
    [InlineData("label-studio", "  ")]
    public void Region_WithoutALabel_IsLeftOutByItself(string name, string label)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, name == "labelme" ? "a.json" : "tasks.json");
        File.WriteAllText(path, name == "labelme"
            ? $$"""{"imagePath":"a.png","imageWidth":4,"imageHeight":2,"shapes":[{{Shape("cat")}},{{Shape(label)}}]}"""
            : $$"""[{"data":{"image":"a.png"},"annotations":[{"result":[{{Result("cat")}},{{Result(label)}}]}]}]""");
        using var reader = AnnotationFormats.Find(name).Open(path);
        List<AnnotationException> errors = [];

        var photo = Assert.Single(reader.Read(errors.Add));

        Assert.Equal(["cat"], reader.Schema.Categories.Select(category => category.Name));
        Assert.Single(photo.Regions);
        Assert.Contains(path, Assert.Single(errors).Message, StringComparison.Ordinal);
    }

    private static string Shape(string label) =>
        $$"""{"label":"{{label}}","shape_type":"polygon","points":[[0,0],[3,0],[3,1],[0,1]]}""";

    private static string Result(string label) =>
        $$$"""
        {"id":"x","type":"polygonlabels","original_width":4,"original_height":2,
         "value":{"points":[[0,0],[100,0],[100,100],[0,100]],"polygonlabels":["{{{label}}}"]}}
        """;
}
