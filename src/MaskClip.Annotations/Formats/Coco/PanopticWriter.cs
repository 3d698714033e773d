using System.Text.Json;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats.Coco;

/// <summary>
/// Writes COCO panoptic. Things are a segment each; all regions of a class that has no countable objects are one. Where they overlap, the
/// later one has the pixels.
/// </summary>
internal sealed class PanopticWriter(string folder, AnnotationSchema schema) : IAnnotationWriter
{
    private readonly JsonListFile images = new(), annotations = new();
    private int photos;

    public void Add(AnnotatedPhoto photo)
    {
        var stem = PhotoStem.Of(photo.Name);
        var segments = Segments(photo, out var labels);
        var rgb = new byte[3 * labels.Length];
        for (int i = 0; i < labels.Length; i++)
        {
            if (labels[i] != 0) SegmentIds.Write(segments[labels[i] - 1].Id, rgb.AsSpan(3 * i));
        }

        new RgbImage(photo.Width, photo.Height, rgb).SavePng(
            Path.Combine(folder, Path.GetFileNameWithoutExtension(PanopticFormat.FileName), $"{stem}.png"));
        int image = ++photos;
        CocoJson.AddImage(images, image, photo);
        var masks = LabelShapes.Instances(labels, photo.Width, photo.Height, [0], new InstanceOptions { Split = false })
            .ToDictionary(part => part.Label - 1, part => part.Mask);
        annotations.Add(json =>
        {
            json.WriteStartObject();
            json.WriteNumber("image_id", image);
            json.WriteString("file_name", $"{stem.Replace(Path.DirectorySeparatorChar, '/')}.png");
            json.WriteStartArray("segments_info");
            for (int i = 0; i < segments.Count; i++)
            {
                if (masks.TryGetValue(i, out var mask)) Write(json, segments[i], mask);
            }

            json.WriteEndArray();
            json.WriteEndObject();
        });
    }

    public IReadOnlyList<string> Complete()
    {
        var path = Path.Combine(folder, PanopticFormat.FileName);
        CocoJson.WriteFile(
            path, images, annotations, json => CocoJson.WriteCategories(json, schema.Categories, areSegments: true));
        return [path];
    }

    public void Dispose()
    {
        images.Dispose();
        annotations.Dispose();
    }

    // Pixels get the number of their segment, from 1 on.
    private List<(int Id, AnnotatedRegion Region)> Segments(AnnotatedPhoto photo, out ushort[] labels)
    {
        List<(int Id, AnnotatedRegion Region)> segments = [];
        var used = new HashSet<int>();
        var stuff = new Dictionary<int, int>();
        labels = new ushort[photo.Width * photo.Height];
        foreach (var region in photo.Regions)
        {
            var category = schema.Categories[region.Category];
            if (category.IsBackground) continue;
            if (!category.IsStuff || !stuff.TryGetValue(region.Category, out int number))
            {
                if (segments.Count == ushort.MaxValue)
                    throw new AnnotationException(folder, photo.Name, $"A photo has at most {ushort.MaxValue} segments here.");
                segments.Add((SegmentIds.Next(category.Color ?? Palette.Default[category.Id], used), region));
                number = segments.Count;
                if (category.IsStuff) stuff[region.Category] = number;
            }

            region.Mask.Paint(labels, (ushort)number);
        }

        photo.Void?.Paint(labels, 0);
        return segments;
    }

    private void Write(Utf8JsonWriter json, (int Id, AnnotatedRegion Region) segment, RegionMask mask)
    {
        json.WriteStartObject();
        json.WriteNumber("id", segment.Id);
        json.WriteNumber("category_id", schema.Categories[segment.Region.Category].Id);
        CocoJson.WriteSize(json, mask);
        json.WriteNumber("iscrowd", segment.Region.IsCrowd ? 1 : 0);
        if (segment.Region.Score is { } score) json.WriteNumber("score", Math.Round(score, 6));
        json.WriteEndObject();
    }
}
