using System.Text.Json;
using MaskClip.Annotations.Shapes;
using MaskClip.Testing;

namespace MaskClip.Annotations.Tests;

/// <summary>The golden files of annotation formats, written by the tools' own code.</summary>
internal static class Golden
{
    /// <summary>Names of the label maps.</summary>
    public static IReadOnlyList<string> Masks { get; } =
        ["blobs", "rings", "sparse", "full", "row", "column", "pixel", "voc_2007_008802", "voc_2007_001763"];

    /// <summary>A file of the golden annotations.</summary>
    public static string File(params string[] parts) => SharedData.Path(["golden", "annotations", .. parts]);

    /// <summary>A JSON file.</summary>
    public static JsonElement Json(params string[] parts)
    {
        using var document = JsonDocument.Parse(System.IO.File.ReadAllBytes(File(parts)));
        return document.RootElement.Clone();
    }

    /// <summary>A label map as its file has it: 255 is void.</summary>
    public static LabelMask Mask(string name) => LabelMask.Load(File("masks", $"{name}.png"));

    /// <summary>Which pixels of a label map have a label.</summary>
    public static RegionMask Region(LabelMask mask, int label)
    {
        var pixels = new byte[mask.Labels.Length];
        for (int i = 0; i < pixels.Length; i++) pixels[i] = mask.Labels[i] == label ? (byte)1 : (byte)0;
        return RegionMask.From(mask.Width, mask.Height, pixels);
    }

    /// <summary>A list of numbers.</summary>
    public static int[] Ints(JsonElement list) => [.. list.EnumerateArray().Select(one => one.GetInt32())];

    /// <summary>A flat list of x and y as a ring.</summary>
    public static PixelPolygon Polygon(JsonElement list)
    {
        double[] numbers = [.. list.EnumerateArray().Select(one => one.GetDouble())];
        return new([.. Enumerable.Range(0, numbers.Length / 2).Select(i => new PixelPoint(numbers[2 * i], numbers[2 * i + 1]))], []);
    }
}
