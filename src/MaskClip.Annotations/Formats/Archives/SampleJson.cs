using System.Text.Json;
using MaskClip.Annotations.Formats.Coco;
using MaskClip.Annotations.Shapes;

namespace MaskClip.Annotations.Formats.Archives;

/// <summary>The JSON of a sample: the photo's name and size, the classes, and every region as COCO's run lengths.</summary>
internal static class SampleJson
{
    /// <summary>Writes it.</summary>
    public static byte[] Write(AnnotatedPhoto photo, AnnotationSchema schema)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, JsonListFile.Settings))
        {
            json.WriteStartObject();
            json.WriteString("name", photo.Name);
            json.WriteNumber("width", photo.Width);
            json.WriteNumber("height", photo.Height);
            json.WritePropertyName("classes");
            CocoJson.WriteCategories(json, schema.Categories, areSegments: true);
            json.WriteStartArray("regions");
            foreach (var region in photo.Regions.Where(region => region.Mask.Area > 0))
            {
                json.WriteStartObject();
                json.WriteNumber("category_id", schema.Categories[region.Category].Id);
                json.WriteString("name", schema.Categories[region.Category].Name);
                json.WriteNumber("iscrowd", region.IsCrowd ? 1 : 0);
                CocoJson.WriteSize(json, region.Mask);
                CocoJson.WriteRuns(json, region.Mask);
                if (region.Score is { } score) json.WriteNumber("score", Math.Round(score, 6));
                json.WriteEndObject();
            }

            json.WriteEndArray();
            if (photo.Void is { Area: > 0 } unknown)
            {
                json.WriteStartObject("void");
                CocoJson.WriteRuns(json, unknown);
                json.WriteEndObject();
            }

            json.WriteEndObject();
        }

        return stream.ToArray();
    }

    /// <summary>Reads it.</summary>
    /// <param name="json">The JSON.</param>
    /// <param name="schema">The classes of all samples.</param>
    /// <param name="path">The tar, for messages.</param>
    /// <param name="record">The sample, for messages.</param>
    /// <param name="onError">Is told of a region that cannot be read.</param>
    /// <param name="photo">Opens the photo.</param>
    public static AnnotatedPhoto Read(
        JsonElement json, AnnotationSchema schema, string path, string record, Action<AnnotationException>? onError, Func<Stream>? photo)
    {
        var (width, height) = PhotoSize.Check(json.Int("width"), json.Int("height"));
        List<AnnotatedRegion> regions = [];
        int number = 0;
        foreach (var one in json.List("regions"))
        {
            var region = ReadingErrors.Try(path, $"{record}, region {number++}", onError, () => new AnnotatedRegion(
                ClassList.Find(schema, one.Int("category_id"), one.Text("name")),
                CocoJson.ReadRuns(one.Field("segmentation"), width, height))
            {
                IsCrowd = CocoJson.IsCrowd(one),
                Score = CocoJson.Score(one),
            });
            if (region is not null) regions.Add(region);
        }

        return new AnnotatedPhoto(json.Text("name"), width, height, regions)
        {
            Void = json.Optional("void") is { } unknown ? CocoJson.ReadRuns(unknown.Field("segmentation"), width, height) : null,
            OpenPhoto = photo,
        };
    }
}
