using System.Text.Json;
using MaskClip.Drawing;
using MaskClip.Formats;
using MaskClip.Imaging;
using MaskClip.Tests.Imaging;

namespace MaskClip.Tests.Formats;

public class SegmentationWritersTests
{
    private static readonly RgbImage Photo = TestPictures.Plain(6, 4, 10, 20, 30);

    private static readonly Segmentation Result = TestSegmentation.Of(
        6,
        4,
        [0, 0, 0, 1, 1, Segmentation.Ignore, 0, 0, 0, 1, 1, Segmentation.Ignore, 0, 0, 0, 0, 2, 2, 0, 0, 0, 0, 2, 2],
        "background",
        "café/bar",
        "Tree");

    [Fact]
    public void Parse_Names_GivesWritersInOrderOnce() =>
        Assert.Equal(
            ["json", "mask", "overlay", "heatmap"],
            SegmentationWriters.Parse(" JSON,mask, overlay,json,heatmap,").Select(writer => writer.Name));

    [Fact]
    public void Parse_UnknownName_NamesItAndTheAllowedOnes()
    {
        var error = Assert.Throws<OptionsException>(() => SegmentationWriters.Parse("overlay,gif"));
        Assert.Equal("Unknown output format 'gif'. Available: overlay, mask, heatmap, json. Separate several with commas.", error.Message);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" , ")]
    public void Parse_Nothing_NamesTheAllowedOnes(string names) =>
        Assert.Contains("overlay, mask, heatmap, json", Assert.Throws<OptionsException>(() => SegmentationWriters.Parse(names)).Message);

    [Fact]
    public void Write_All_WritesWhatItReturnsAndNothingElse()
    {
        using var folder = new TestFolder();
        var target = folder["out"];
        var written = SegmentationWriters.All.SelectMany(writer => writer.Write(Photo, Result, target, "a")).ToList();
        string[] expected =
        [
            "a.heatmap.Tree.png", "a.heatmap.background.png", "a.heatmap.café-bar.png", "a.json", "a.mask.png", "a.overlay.png"
        ];
        Assert.Equal(expected, Directory.GetFiles(target).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(expected, written.Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Mask_Written_HoldsIndicesAndPalette()
    {
        using var folder = new TestFolder();
        var mask = IndexedPng.Read(new MaskWriter().Write(Photo, Result, folder.Root, "a").Single());
        Assert.Equal(Result.Data, LabelBytes.Widen(mask.Indices));
        Assert.Equal([0, 0, 0, 0, 255, 0, 0, 0, 255], mask.Palette[..9]);
        Assert.Equal([224, 224, 192], mask.Palette[765..]);
    }

    [Fact]
    public void Overlay_Written_IsTheDrawing()
    {
        using var folder = new TestFolder();
        var path = new OverlayWriter(new() { Opacity = 0.7, Legend = false }).Write(Photo, Result, folder.Root, "a").Single();
        Assert.Equal(
            Overlay.Paint(Photo, Result, new() { Opacity = 0.7, Legend = false }).Pixels.ToArray(), RgbImage.Load(path).Pixels.ToArray());
    }

    [Fact]
    public void HeatMap_Written_IsTheDrawing()
    {
        using var folder = new TestFolder();
        var path = new HeatMapWriter().Write(Photo, Result, folder.Root, "a").Single(p => p.Contains("Tree"));
        Assert.Equal(HeatMap.Paint(Photo, Result, 2).Pixels.ToArray(), RgbImage.Load(path).Pixels.ToArray());
    }

    [Fact]
    public void Json_Written_ListsRegionsLargestFirst()
    {
        using var folder = new TestFolder();
        var text = File.ReadAllText(new JsonWriter().Write(Photo, Result, folder.Root, "a").Single());
        Assert.Equal(JsonWriter.ToText(Result, "a"), text);
        Assert.Contains("café/bar", text);
        var regions = JsonDocument.Parse(text).RootElement.GetProperty("regions").EnumerateArray().ToList();
        Assert.Equal(["background", "café/bar", "Tree"], regions.Select(r => r.GetProperty("label").GetString()));
        Assert.Equal([14, 4, 4], regions.Select(r => r.GetProperty("area").GetInt32()));
        Assert.Equal([4, 2, 2, 2], regions[2].GetProperty("bbox").EnumerateArray().Select(v => v.GetInt32()));
        Assert.Equal(0.75, regions[0].GetProperty("score").GetDouble());
    }

    [Fact]
    public void Write_FolderThatIsAFile_LeavesTheFile()
    {
        using var folder = new TestFolder();
        var file = folder.Write("out", [1]);
        foreach (var writer in SegmentationWriters.All) Assert.ThrowsAny<IOException>(() => writer.Write(Photo, Result, file, "a"));
        Assert.Equal([1], File.ReadAllBytes(file));
    }
}
