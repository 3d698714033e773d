using System.Globalization;
using System.Text;
using MaskClip.Annotations.Shapes;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats;

/// <summary>
/// Writes YOLO's labels by the rule of ultralytics' <c>convert_segment_masks_to_yolo_seg</c>: the outer contours of each class's mask,
/// those of fewer than three points left out, divided by width and height and rounded to six decimals.
/// </summary>
internal sealed class YoloWriter(string folder, AnnotationSchema schema) : IAnnotationWriter
{
    private const int Decimals = 6;

    private readonly AnnotationCategory[] classes = [.. schema.Categories.Where(category => !category.IsBackground)];

    public void Add(AnnotatedPhoto photo)
    {
        var text = new StringBuilder();
        var labels = photo.ToLabels();
        for (int i = 0; i < classes.Length; i++)
        {
            ushort category = (ushort)schema.IndexOf(classes[i].Id);

            // OpenCV gives the contour that it found last first.
            var parts = Outer(Only(labels, category), photo.Width, photo.Height).Reverse();
            foreach (var contour in parts.Select(part => CenterContour.Of(part.Mask)))
            {
                if (contour.Count < 3) continue;
                text.Append(CultureInfo.InvariantCulture, $"{i}");
                foreach (var (x, y) in contour) text.Append(' ').Append(Share(x, photo.Width)).Append(' ').Append(Share(y, photo.Height));
                text.Append('\n');
            }
        }

        AtomicFile.WriteAllText(Path.Combine(folder, YoloFormat.Labels, $"{PhotoStem.Of(photo.Name)}.txt"), text.ToString());
    }

    public IReadOnlyList<string> Complete()
    {
        var text = new StringBuilder("path: .\ntrain: images\nval: images\n\nnames:\n");
        for (int i = 0; i < classes.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"  {i}: {Quoted(classes[i].Name)}\n");
        var path = Path.Combine(folder, YoloFormat.List);
        AtomicFile.WriteAllText(path, text.ToString());
        return [path];
    }

    public void Dispose()
    {
    }

    private static ushort[] Only(ushort[] labels, ushort category) =>
        Array.ConvertAll(labels, label => (ushort)(label == category ? 1 : 0));

    // Outer contours only: a part in a hole of another has no way to the photo's border above its first pixel.
    private static IEnumerable<Instance> Outer(ushort[] labels, int width, int height)
    {
        int stride = width + 2;
        var framed = new ushort[stride * (height + 2)];
        for (int y = 0; y < height; y++) labels.AsSpan(y * width, width).CopyTo(framed.AsSpan((y + 1) * stride + 1));
        var outside = LabelShapes.Instances(framed, stride, height + 2, [1], new InstanceOptions { Connectivity = Connectivity.Four })[0];
        outside.Mask.Paint(framed, 2);
        return LabelShapes.Instances(labels, width, height, [0])
            .Where(part => framed[part.Mask.Runs[0].Y * stride + part.Mask.Runs[0].X + 1] == 2);
    }

    private static string Share(int pixel, int size)
    {
        var text = Math.Round((double)pixel / size, Decimals).ToString("R", CultureInfo.InvariantCulture);
        return text.Contains('.', StringComparison.Ordinal) || text.Contains('E', StringComparison.Ordinal) ? text : $"{text}.0";
    }

    private static string Quoted(string name) =>
        name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '-' or '_') && char.IsAsciiLetter(name[0])
            ? name
            : $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
