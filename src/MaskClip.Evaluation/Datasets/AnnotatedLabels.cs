using System.IO.Hashing;
using System.Text;
using MaskClip.Annotations;
using MaskClip.Evaluation.Datasets;

namespace MaskClip.Evaluation;

/// <summary>
/// The label maps of annotated photos: read once, photo by photo, from files of any annotation format, and then in any order from a
/// temporary file that the system removes. Memory grows with the number of photos by a name each.
/// </summary>
/// <remarks>Safe to share between threads, except for <see cref="Dispose"/>. Where regions overlap, later ones lie above.</remarks>
public sealed class AnnotatedLabels : IDisposable
{
    private readonly LabelSpool spool;
    private readonly Dictionary<string, (long Offset, int Length)> places = new(StringComparer.Ordinal);
    private readonly List<string> names = [];
    private readonly List<AnnotationException> errors = [];
    private readonly XxHash128 hash = new();

    private AnnotatedLabels(string path, string format, AnnotationSchema schema, UnlabeledPixels unlabeled)
    {
        (Path, Format) = (path, format);
        bool isClass = unlabeled == UnlabeledPixels.Background
            || (unlabeled == UnlabeledPixels.AsAnnotated && schema.Background >= 0);
        Unlabeled = isClass ? (ushort)0 : Segmentation.Ignore;
        (Vocabulary, ClassOf) = SchemaClasses.Of(schema, path, hasBackground: isClass);
        spool = new LabelSpool();
    }

    /// <summary>The file or folder that was read.</summary>
    public string Path { get; }

    /// <summary>The format's name.</summary>
    public string Format { get; }

    /// <summary>The classes, the background first where there is one; each looks for its own name.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>The photos' names as the annotations have them, in their order.</summary>
    public IReadOnlyList<string> Photos => names;

    /// <summary>What could not be read and was left out, and polygons that cross themselves.</summary>
    public IReadOnlyList<AnnotationException> Errors => errors;

    /// <summary>Stands for the content: names, classes and labels. Other content has another.</summary>
    public string Version { get; private set; } = "";

    private ushort Unlabeled { get; }

    // Class index by the schema's index.
    private ushort[] ClassOf { get; }

    /// <summary>Reads annotations.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="format">Their format.</param>
    /// <param name="unlabeled">What pixels of no region are. Void is always nobody's.</param>
    /// <param name="onError">
    /// Is told of a record that cannot be read, which is then left out, and of polygons that cross themselves, which are filled as the tool
    /// that wrote them fills them; <see langword="null"/> ends the reading with a record that cannot be read.
    /// </param>
    /// <param name="cancellationToken">Stops between photos.</param>
    /// <exception cref="AnnotationException">A record cannot be read, or two photos have one name.</exception>
    /// <exception cref="IOException">A file is missing or cannot be opened.</exception>
    public static AnnotatedLabels Read(
        string path,
        IAnnotationFormat format,
        UnlabeledPixels unlabeled = UnlabeledPixels.AsAnnotated,
        Action<AnnotationException>? onError = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(format);
        if (!System.IO.Path.Exists(path)) throw new FileNotFoundException($"There is no file or folder '{path}'.");
        using var reader = format.Open(path);
        var labels = new AnnotatedLabels(path, format.Name, reader.Schema, unlabeled);
        Action<AnnotationException>? report = onError is null ? null : labels.errors.Add + onError;
        try
        {
            foreach (var photo in reader.Read(report))
            {
                cancellationToken.ThrowIfCancellationRequested();
                labels.Add(photo, report);
                if (report is null) continue;
                foreach (var crossing in photo.FindCrossings(path, reader.Schema)) report(crossing);
            }

            labels.Version = labels.Hash();
            return labels;
        }
        catch
        {
            labels.Dispose();
            throw;
        }
    }

    /// <summary>The labels of a photo.</summary>
    /// <param name="photo">One of <see cref="Photos"/>.</param>
    /// <returns>Class indices of <see cref="Vocabulary"/>; <see cref="Segmentation.Ignore"/> for what belongs to none.</returns>
    /// <exception cref="KeyNotFoundException">There is no such photo.</exception>
    /// <exception cref="IOException">The temporary file cannot be read.</exception>
    public LabelMap ReadLabels(string photo)
    {
        ArgumentNullException.ThrowIfNull(photo);
        var (offset, length) = places[photo];
        return spool.Read(offset, length);
    }

    /// <summary>Removes the temporary file.</summary>
    public void Dispose() => spool.Dispose();

    private void Add(AnnotatedPhoto photo, Action<AnnotationException>? onError)
    {
        var error = photo.Name.Any(char.IsControl) ? "The name has control characters; names are a line each."
            : places.ContainsKey(photo.Name) ? "Two photos have this name; every photo needs one of its own." : null;
        if (error is not null)
        {
            var exception = new AnnotationException(Path, $"photo '{photo.Name}'", error);
            if (onError is null) throw exception;
            onError(exception);
            return;
        }

        var labels = new ushort[photo.Width * photo.Height];
        Array.Fill(labels, Unlabeled);
        foreach (var region in photo.Regions) region.Mask.Paint(labels, ClassOf[region.Category]);
        photo.Void?.Paint(labels, Segmentation.Ignore);
        var place = spool.Add(new LabelMap(photo.Width, photo.Height, labels), hash);
        places.Add(photo.Name, place);
        names.Add(photo.Name);
        hash.Append(Encoding.UTF8.GetBytes($"{photo.Name}\n"));
    }

    private string Hash()
    {
        foreach (var one in Vocabulary.Classes) hash.Append(Encoding.UTF8.GetBytes($"{one.Name}\n"));
        return Convert.ToHexStringLower(hash.GetCurrentHash());
    }
}
