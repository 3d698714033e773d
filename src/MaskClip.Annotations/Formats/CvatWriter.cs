using System.Globalization;
using System.Text;
using System.Xml;
using MaskClip.Annotations.Shapes;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats;

/// <summary>Writes CVAT's XML; images wait in a temporary file, since their number comes before them.</summary>
internal sealed class CvatWriter : IAnnotationWriter
{
    private readonly string folder;
    private readonly AnnotationSchema schema;
    private readonly FileStream images = SpoolFile.Create();
    private int count;
    private bool isUncertain;

    public CvatWriter(string folder, AnnotationSchema schema) => (this.folder, this.schema) = (folder, schema);

    private static XmlWriterSettings Settings => new()
    {
        Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
        Indent = true,
        NewLineChars = "\n",
        ConformanceLevel = ConformanceLevel.Fragment,
        CloseOutput = false,
    };

    public void Add(AnnotatedPhoto photo)
    {
        isUncertain |= photo.Regions.Any(region => region.Uncertainty is not null);
        using (var xml = XmlWriter.Create(images, Settings))
        {
            xml.WriteStartElement("image");
            xml.WriteAttributeString("id", Text(count++));
            xml.WriteAttributeString("name", photo.Name);
            xml.WriteAttributeString("width", Text(photo.Width));
            xml.WriteAttributeString("height", Text(photo.Height));
            foreach (var region in photo.Regions.Where(region => region.Mask.Area > 0)) Write(xml, region);
            xml.WriteEndElement();
        }

        images.Write("\n"u8);
    }

    public IReadOnlyList<string> Complete()
    {
        var path = Path.Combine(folder, CvatFormat.FileName);
        AtomicFile.Write(path, stream =>
        {
            stream.Write("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n<annotations>\n<version>1.1</version>\n"u8);
            using (var xml = XmlWriter.Create(stream, Settings)) WriteMeta(xml);
            stream.Write("\n"u8);
            images.CopyAllTo(stream);
            stream.Write("</annotations>\n"u8);
        });
        return [path];
    }

    public void Dispose() => images.Dispose();

    private void WriteMeta(XmlWriter xml)
    {
        xml.WriteStartElement("meta");
        xml.WriteStartElement("task");
        xml.WriteElementString("name", "maskclip");
        xml.WriteElementString("size", Text(count));
        xml.WriteElementString("mode", "annotation");
        xml.WriteStartElement("labels");
        foreach (var category in schema.Categories.Where(category => !category.IsBackground))
        {
            xml.WriteStartElement("label");
            xml.WriteElementString("name", category.Name);
            if (category.Color is var (red, green, blue)) xml.WriteElementString("color", $"#{red:x2}{green:x2}{blue:x2}");
            xml.WriteElementString("type", "any");
            xml.WriteStartElement("attributes");
            WriteAttribute(xml, "score");
            if (isUncertain) WriteAttribute(xml, "uncertainty");
            xml.WriteEndElement();
            xml.WriteEndElement();
        }

        xml.WriteEndElement();
        xml.WriteEndElement();
        xml.WriteEndElement();
    }

    // CVAT refuses attributes that its labels do not declare.
    private static void WriteAttribute(XmlWriter xml, string name)
    {
        xml.WriteStartElement("attribute");
        xml.WriteElementString("name", name);
        xml.WriteElementString("mutable", "False");
        xml.WriteElementString("input_type", "text");
        xml.WriteElementString("default_value", "");
        xml.WriteElementString("values", "");
        xml.WriteEndElement();
    }

    private void Write(XmlWriter xml, AnnotatedRegion region)
    {
        if (region.HasPolygons && region.Polygons.All(polygon => polygon.Holes.Count == 0 && polygon.Exterior.Count > 2))
        {
            foreach (var polygon in region.Polygons)
            {
                Start(xml, "polygon", region);
                xml.WriteAttributeString("points", string.Join(';', polygon.Exterior.Select(point =>
                    string.Create(CultureInfo.InvariantCulture, $"{point.X:F2},{point.Y:F2}"))));
                End(xml, region);
            }

            return;
        }

        var (left, top, width, height) = region.Mask.Box;
        Start(xml, "mask", region);
        xml.WriteAttributeString("rle", string.Join(", ", RowRuns.From(region.Mask)));
        xml.WriteAttributeString("left", Text(left));
        xml.WriteAttributeString("top", Text(top));
        xml.WriteAttributeString("width", Text(width));
        xml.WriteAttributeString("height", Text(height));
        End(xml, region);
    }

    private void Start(XmlWriter xml, string kind, AnnotatedRegion region)
    {
        xml.WriteStartElement(kind);
        xml.WriteAttributeString("label", schema.Categories[region.Category].Name);
        xml.WriteAttributeString("source", "auto");
        xml.WriteAttributeString("occluded", "0");
    }

    private static void End(XmlWriter xml, AnnotatedRegion region)
    {
        xml.WriteAttributeString("z_order", "0");
        WriteValue(xml, "score", region.Score);
        WriteValue(xml, "uncertainty", region.Uncertainty);
        xml.WriteEndElement();
    }

    private static void WriteValue(XmlWriter xml, string name, double? value)
    {
        if (value is not { } number) return;
        xml.WriteStartElement("attribute");
        xml.WriteAttributeString("name", name);
        xml.WriteString(number.ToString("0.####", CultureInfo.InvariantCulture));
        xml.WriteEndElement();
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
