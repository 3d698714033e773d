namespace MaskClip.Tests.Imaging;

/// <summary>Results for tests.</summary>
internal static class TestSegmentation
{
    /// <summary>A palette with bright, distinct colors; index 0 is red.</summary>
    public static Palette Colors { get; } = new([255, 0, 0, 0, 255, 0, 0, 0, 255, 255, 255, 0, 0, 255, 255, 255, 0, 255]);

    public static Segmentation Of(int width, int height, ushort[] labels, params string[] names) =>
        Of(width, height, labels, [.. names.Select(name => new VocabularyClass(name, [name], IsBackground: name == "background"))]);

    private static Segmentation Of(int width, int height, ushort[] labels, VocabularyClass[] classes)
    {
        ClassRegion Region(ushort label, int area) =>
            new(label, classes[label].Name, 0.75f, area, (double)area / labels.Length, Bounds(width, labels, label));
        var regions = labels.Where(label => label != Segmentation.Ignore).CountBy(label => label)
            .OrderByDescending(pair => pair.Value).Select(pair => Region(pair.Key, pair.Value));
        var scores = new float[classes.Length * 4];
        for (int i = 0; i < scores.Length; i++) scores[i] = i % 4 / 3f;
        return new Segmentation(width, height, new Vocabulary(classes, Colors), labels, [.. regions], scores, 2, 2);
    }

    private static PixelBox Bounds(int width, ushort[] labels, ushort label)
    {
        var at = Enumerable.Range(0, labels.Length).Where(i => labels[i] == label).ToArray();
        int left = at.Min(i => i % width), top = at.Min(i => i / width);
        return new PixelBox(left, top, at.Max(i => i % width) - left + 1, at.Max(i => i / width) - top + 1);
    }
}
