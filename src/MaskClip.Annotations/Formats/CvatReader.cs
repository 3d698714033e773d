using System.Globalization;
using System.Xml;
using System.Xml.Linq;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats;

/// <summary>Reads CVAT's XML image by image. Neither entities nor other files are followed.</summary>
internal sealed class CvatReader : IAnnotationReader
{
    private static readonly XmlReaderSettings Settings = new()
    {
        DtdProcessing = DtdProcessing.Prohibit,
        XmlResolver = null,
        IgnoreWhitespace = true,
        MaxCharactersInDocument = int.MaxValue,
    };

    private readonly string path;

    public CvatReader(string path)
    {
        this.path = path;
        Schema = ReadingErrors.Named(path, "", ReadLabels);
    }

    public AnnotationSchema Schema { get; }

    public IEnumerable<AnnotatedPhoto> Read(Action<AnnotationException>? onError = null)
    {
        using var xml = XmlReader.Create(path, Settings);
        while (true)
        {
            var image = ReadingErrors.Named(path, "", () => Next(xml));
            if (image is null) yield break;
            var photo = ReadingErrors.Try(
                path, $"image '{(string?)image.Attribute("name")}'", onError, () => Photo(image, onError));
            if (photo is not null) yield return photo;
        }
    }

    public void Dispose()
    {
    }

    private static XElement? Next(XmlReader xml)
    {
        while (!xml.EOF)
        {
            if (xml is { NodeType: XmlNodeType.Element, Name: "image" }) return (XElement)XNode.ReadFrom(xml);
            xml.Read();
        }

        return null;
    }

    private AnnotationSchema ReadLabels()
    {
        List<AnnotationCategory> categories = [];
        using var xml = XmlReader.Create(path, Settings);
        xml.MoveToContent();
        if (xml.Name != "annotations") throw new FormatException($"The root is '{xml.Name}'; CVAT's is 'annotations'.");
        while (xml.Read())
        {
            if (xml is { NodeType: XmlNodeType.Element, Name: "labels" })
            {
                var labels = (XElement)XNode.ReadFrom(xml);
                foreach (var label in labels.Elements("label"))
                {
                    var color = (string?)label.Element("color");
                    categories.Add(new AnnotationCategory(
                        categories.Count + 1,
                        (string?)label.Element("name") ?? throw new FormatException("A label has no name."),
                        Color: color is { Length: 7 } && color[0] == '#' ? (Hex(color, 1), Hex(color, 3), Hex(color, 5)) : null));
                }

                break;
            }

            if (xml is { NodeType: XmlNodeType.Element, Name: "image" }) break;
        }

        return categories.Count > 0
            ? new AnnotationSchema(categories)
            : throw new FormatException("There are no labels before the first image; CVAT lists them in 'meta'.");

        static byte Hex(string text, int at) => byte.Parse(text.AsSpan(at, 2), NumberStyles.HexNumber, CultureInfo.InvariantCulture);
    }

    private AnnotatedPhoto Photo(XElement image, Action<AnnotationException>? onError)
    {
        var (width, height) = PhotoSize.Check(Int(image, "width"), Int(image, "height"));
        var name = Text(image, "name");
        List<(int Order, AnnotatedRegion Region)> regions = [];
        int index = 0;
        foreach (var shape in image.Elements().Where(shape => shape.Name.LocalName != "tag"))
        {
            var region = ReadingErrors.Try(path, $"image '{name}', {shape.Name.LocalName} {index++}", onError, () =>
                Region(shape, width, height) is var read && Share(shape, "uncertainty") is { } uncertainty
                    ? read.WithUncertainty(uncertainty)
                    : read);
            if (region is not null) regions.Add(((int?)shape.Attribute("z_order") ?? 0, region));
        }

        return new AnnotatedPhoto(name, width, height, [.. regions.OrderBy(one => one.Order).Select(one => one.Region)]);
    }

    private AnnotatedRegion Region(XElement shape, int width, int height)
    {
        var label = Text(shape, "label");
        int category = Schema.IndexOf(label);
        if (category < 0) throw new FormatException($"The label '{label}' is not among the labels of the task.");
        var confidence = Share(shape, "score");
        switch (shape.Name.LocalName)
        {
            case "mask":
                int[] runs = [.. Text(shape, "rle").Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
                    .Select(run => int.Parse(run, CultureInfo.InvariantCulture))];
                return new AnnotatedRegion(
                    category,
                    RowRuns.ToMask(
                        width, height, Int(shape, "left"), Int(shape, "top"), Int(shape, "width"), Int(shape, "height"), runs))
                {
                    Score = confidence,
                };
            case "polygon":
                PixelPoint[] points = [.. Text(shape, "points").Split(';').Select(Point)];
                if (points.Length < 3) throw new FormatException($"A polygon has {points.Length} corners; at least three are needed.");
                return Drawn(category, width, height, points, confidence);
            case "box":
                var (left, top, right, bottom) = (Number(shape, "xtl"), Number(shape, "ytl"), Number(shape, "xbr"), Number(shape, "ybr"));
                return Drawn(category, width, height, [new(left, top), new(right, top), new(right, bottom), new(left, bottom)], confidence);
            case var kind:
                throw new FormatException($"A '{kind}' covers no pixels; masks, polygons and boxes are read.");
        }
    }

    // An attribute of the label, which an annotator may have changed to anything.
    private static double? Share(XElement shape, string name)
    {
        var text = shape.Elements("attribute").FirstOrDefault(attribute => (string?)attribute.Attribute("name") == name)?.Value;
        return double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double number) ? number : null;
    }

    private static AnnotatedRegion Drawn(int category, int width, int height, PixelPoint[] points, double? score)
    {
        var region = new AnnotatedRegion(category, width, height, [new PixelPolygon(points, [])]) { Score = score };
        _ = region.Mask; // a corner far outside is this shape's error
        return region;
    }

    private static PixelPoint Point(string text) => text.Split(',') is [var x, var y]
        ? new PixelPoint(double.Parse(x, CultureInfo.InvariantCulture), double.Parse(y, CultureInfo.InvariantCulture))
        : throw new FormatException($"'{text}' is not a point; 'x,y' is expected.");

    private static string Text(XElement element, string name) =>
        (string?)element.Attribute(name) ?? throw new FormatException($"The attribute '{name}' is missing.");

    private static int Int(XElement element, string name) =>
        int.TryParse(Text(element, name), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out int number)
            ? number
            : throw new FormatException($"The attribute '{name}' is '{Text(element, name)}'; a whole number is needed.");

    private static double Number(XElement element, string name) =>
        double.TryParse(Text(element, name), NumberStyles.Float, CultureInfo.InvariantCulture, out double number)
            ? number
            : throw new FormatException($"The attribute '{name}' is '{Text(element, name)}'; a number is needed.");
}
