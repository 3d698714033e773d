using System.Globalization;
using System.IO.Hashing;
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

    // A fifth is what most splits hold back.
    private const int ValidationOneIn = 5;

    private readonly FileStream training = SpoolFile.Create(), validation = SpoolFile.Create();

    private readonly AnnotationCategory[] classes = [.. schema.Categories.Where(category => !category.IsBackground)];

    public void Add(AnnotatedPhoto photo)
    {
        var parts = LabelShapes.Instances(photo.ToLabels(), photo.Width, photo.Height, []).ToLookup(part => part.Label, part => part.Mask);
        byte[][] across = new byte[photo.Width][], down = new byte[photo.Height][];
        AtomicFile.Write(Path.Combine(folder, YoloFormat.Labels, $"{PhotoStem.Of(photo.Name)}.txt"), text =>
        {
            for (int i = 0; i < classes.Length; i++)
            {
                // OpenCV gives the contour that it found last first.
                foreach (var contour in CenterContour.Outer([.. parts[(ushort)schema.IndexOf(classes[i].Id)]]).Reverse())
                {
                    if (contour.Count < 3) continue;
                    text.Write(Encoding.ASCII.GetBytes(i.ToString(CultureInfo.InvariantCulture)));
                    foreach (var (x, y) in contour)
                    {
                        text.Write(across[x] ??= Share(x, photo.Width));
                        text.Write(down[y] ??= Share(y, photo.Height));
                    }

                    text.WriteByte((byte)'\n');
                }
            }
        });
        (IsForValidation(photo.Name) ? validation : training).Write(Encoding.UTF8.GetBytes($"./{YoloFormat.Images}/{photo.Name}\n"));
    }

    public IReadOnlyList<string> Complete()
    {
        List<string> files = [];
        string train = Write(training, "train.txt"), val = Write(validation, "val.txt");

        // A few photos may all be on one side; the other needs some all the same.
        var text = new StringBuilder(
            $"path: .\ntrain: {(train.Length > 0 ? train : val)}\nval: {(val.Length > 0 ? val : train)}\n\nnames:\n");
        for (int i = 0; i < classes.Length; i++)
            text.Append(CultureInfo.InvariantCulture, $"  {i}: {Quoted(classes[i].Name)}\n");
        var path = Path.Combine(folder, YoloFormat.List);
        AtomicFile.WriteAllText(path, text.ToString());
        return [path, .. files];

        string Write(FileStream list, string name)
        {
            if (list.Length == 0) return "";
            files.Add(Path.Combine(folder, name));
            AtomicFile.Write(files[^1], list.CopyAllTo);
            return name;
        }
    }

    public void Dispose()
    {
        training.Dispose();
        validation.Dispose();
    }

    // By its name alone, so that a photo stays on its side when others come, and whoever writes it.
    private static bool IsForValidation(string photo) => XxHash64.HashToUInt64(Encoding.UTF8.GetBytes(photo)) % ValidationOneIn == 0;

    private static byte[] Share(int pixel, int size)
    {
        var text = Math.Round((double)pixel / size, Decimals).ToString("R", CultureInfo.InvariantCulture);
        bool isWhole = !text.Contains('.', StringComparison.Ordinal) && !text.Contains('E', StringComparison.Ordinal);
        return Encoding.ASCII.GetBytes(isWhole ? $" {text}.0" : $" {text}");
    }

    private static string Quoted(string name) =>
        name.All(letter => char.IsAsciiLetterOrDigit(letter) || letter is ' ' or '-' or '_') && char.IsAsciiLetter(name[0])
            ? name
            : $"\"{name.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
