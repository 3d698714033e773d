using System.Globalization;
using System.Text;
using MaskClip.Annotations.Shapes;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats.Coco;

/// <summary>
/// Writes COCO stuff by the convention of <c>cocostuffhelper</c> in cocodataset/cocoapi: pixels are category ids, 0 is not a class, and
/// every class of a photo is one annotation.
/// </summary>
internal sealed class StuffWriter : IAnnotationWriter
{
    private const int MaxId = 254;

    private readonly string folder;
    private readonly AnnotationSchema schema;
    private readonly Vocabulary colors;
    private readonly JsonListFile images = new(), annotations = new();
    private int photos, regions;

    public StuffWriter(string folder, AnnotationSchema schema)
    {
        var wrong = schema.Categories.FirstOrDefault(category => !category.IsBackground && category.Id is < 1 or > MaxId);
        if (wrong is not null)
        {
            throw new AnnotationException(
                folder,
                $"class '{wrong.Name}'",
                $"Its id is {wrong.Id}; pixel maps of COCO stuff hold 1 to {MaxId}, and 0 for no class. Give the classes other ids.");
        }

        (this.folder, this.schema) = (folder, schema);
        colors = PixelColors.Of(schema, MaxId);
    }

    public void Add(AnnotatedPhoto photo)
    {
        var stem = PhotoStem.Of(photo.Name);
        var labels = new ushort[photo.Width * photo.Height];
        foreach (var region in photo.Regions)
        {
            var category = schema.Categories[region.Category];
            region.Mask.Paint(labels, category.IsBackground ? (ushort)0 : (ushort)category.Id);
        }

        photo.Void?.Paint(labels, 0);
        var path = Path.Combine(folder, StuffFormat.PixelMaps, $"{stem}.png");
        LabelMask.Save(new Segmentation(photo.Width, photo.Height, colors, labels), path);
        int image = ++photos;
        CocoJson.AddImage(images, image, photo);
        foreach (var (id, mask) in LabelShapes.Instances(labels, photo.Width, photo.Height, [0], new InstanceOptions { Split = false })
            .OrderBy(part => part.Label))
        {
            annotations.Add(json =>
            {
                json.WriteStartObject();
                json.WriteNumber("id", ++regions);
                json.WriteNumber("image_id", image);
                json.WriteNumber("category_id", id);
                json.WriteNumber("iscrowd", 0);
                CocoJson.WriteSize(json, mask);
                CocoJson.WriteRuns(json, mask);
                json.WriteEndObject();
            });
        }
    }

    public IReadOnlyList<string> Complete()
    {
        var path = Path.Combine(folder, StuffFormat.FileName);
        CocoJson.WriteFile(path, images, annotations, json => CocoJson.WriteCategories(json, schema.Categories));
        var names = new StringBuilder("0: unlabeled\n");
        foreach (var category in schema.Categories.Where(category => !category.IsBackground).OrderBy(category => category.Id))
            names.Append(CultureInfo.InvariantCulture, $"{category.Id}: {category.Name}\n");
        AtomicFile.WriteAllText(Path.Combine(folder, StuffFormat.Names), names.ToString());
        return [path, Path.Combine(folder, StuffFormat.PixelMaps)];
    }

    public void Dispose()
    {
        images.Dispose();
        annotations.Dispose();
    }
}
