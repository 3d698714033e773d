using System.Formats.Tar;
using MaskClip.Storage;

namespace MaskClip.Annotations.Formats.Archives;

/// <summary>Writes tars of bounded size; each appears whole.</summary>
internal sealed class WebDatasetWriter : IAnnotationWriter
{
    private const int MaxValue = 254, MaxSamples = 10_000;
    private const long MaxBytes = 1L << 30;

    private readonly string folder;
    private readonly AnnotationSchema schema;
    private readonly MaskNumbers numbers;
    private readonly Vocabulary colors;
    private readonly List<string> shards = [];
    private FileStream? file;
    private TarWriter? tar;
    private int samples;

    public WebDatasetWriter(string folder, AnnotationSchema schema)
    {
        (this.folder, this.schema) = (folder, schema);
        numbers = new MaskNumbers(folder, schema, MaxValue, "masks");
        colors = PixelColors.Of(number => numbers.ClassOf(number)?.Color, MaxValue);
    }

    public void Add(AnnotatedPhoto photo)
    {
        var (key, ending) = SampleKey.Of(photo.Name);
        using var content = (photo.OpenPhoto ?? throw new AnnotationException(
            folder, photo.Name, "The photo is not at hand, and WebDataset holds photos. Say where the photos lie."))();
        if (tar is null)
        {
            file = SpoolFile.Create();
            tar = new TarWriter(file, TarEntryFormat.Pax, leaveOpen: true);
        }

        using var mask = new MemoryStream();
        LabelMask.Save(new Segmentation(photo.Width, photo.Height, colors, Labels(photo)), mask);
        mask.Position = 0;
        Write($"{key}.{ending}", content);
        Write($"{key}.{WebDatasetFormat.Mask}", mask);
        using var json = new MemoryStream(SampleJson.Write(photo, schema));
        Write($"{key}.{WebDatasetFormat.Json}", json);
        if (++samples >= MaxSamples || file!.Position >= MaxBytes) End();
    }

    public IReadOnlyList<string> Complete()
    {
        End();
        return [.. shards];
    }

    public void Dispose()
    {
        tar?.Dispose();
        file?.Dispose();
    }

    private void Write(string name, Stream content)
    {
        // Dates and owners would make two runs differ.
        tar!.WriteEntry(new PaxTarEntry(TarEntryType.RegularFile, name)
        {
            DataStream = content,
            ModificationTime = DateTimeOffset.UnixEpoch,
            Mode = UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead | UnixFileMode.OtherRead,
        });
    }

    private ushort[] Labels(AnnotatedPhoto photo)
    {
        var labels = new ushort[photo.Width * photo.Height];
        if (schema.Background is >= 0 and var background) Array.Fill(labels, numbers.Of(background));
        foreach (var region in photo.Regions) region.Mask.Paint(labels, numbers.Of(region.Category));
        photo.Void?.Paint(labels, Segmentation.Ignore);
        return labels;
    }

    private void End()
    {
        if (tar is null) return;
        tar.Dispose();
        var path = Path.Combine(folder, WebDatasetFormat.Shard(shards.Count));
        AtomicFile.Write(path, file!.CopyAllTo);
        shards.Add(path);
        file!.Dispose();
        (tar, file, samples) = (null, null, 0);
    }
}
