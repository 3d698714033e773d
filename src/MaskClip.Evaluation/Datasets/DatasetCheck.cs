namespace MaskClip.Evaluation;

/// <summary>A data set read from end to end: what is in it, and every error in it.</summary>
public sealed class DatasetCheck
{
    // Those of no class come behind the classes.
    private readonly ClassCount[] counts;
    private readonly List<string> errors;

    private DatasetCheck(SegmentationDataset dataset, IEnumerable<string> errors)
    {
        Dataset = dataset;
        counts = new ClassCount[dataset.Vocabulary.Classes.Count + 1];
        this.errors = [.. errors];
    }

    /// <summary>The data set; its photos are those that have a mask.</summary>
    public SegmentationDataset Dataset { get; }

    /// <summary>Pixels and photos of each class of the vocabulary, by index.</summary>
    public IReadOnlyList<ClassCount> Classes => counts[..^1];

    /// <summary>Pixels that belong to no class, and the photos that have any.</summary>
    public ClassCount Ignored => counts[^1];

    /// <summary>What is wrong, one sentence each, beginning with the file; empty if all is well.</summary>
    public IReadOnlyList<string> Errors => errors;

    /// <summary>Decodes every photo and reads every mask, on a thread a core.</summary>
    /// <param name="folder">The data set's folder.</param>
    /// <param name="layout">The name of one of <see cref="SegmentationDataset.Layouts"/>; <see langword="null"/> recognizes it.</param>
    /// <param name="split">Which part, where the layout has parts; <see langword="null"/> takes <c>val</c>.</param>
    /// <param name="progress">Hears of each photo, in order.</param>
    /// <param name="cancellationToken">Stops between photos.</param>
    /// <exception cref="ArgumentException">There is no such layout.</exception>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    /// <exception cref="DatasetException">The folder is not laid out so, or labels are in another numbering.</exception>
    public static DatasetCheck Run(
        string folder,
        string? layout = null,
        string? split = null,
        IProgress<CheckedPhoto>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var (dataset, missing) = SegmentationDataset.Examine(folder, layout, split);
        return Run(dataset, missing, progress, cancellationToken);
    }

    /// <summary>Decodes every photo of annotations and paints every mask, on a thread a core.</summary>
    /// <param name="labels">The annotations; what was left out of them is among the errors.</param>
    /// <param name="photos">The photos' folder; <see langword="null"/> looks beside the annotations.</param>
    /// <param name="progress">Hears of each photo, in order.</param>
    /// <param name="cancellationToken">Stops between photos.</param>
    /// <exception cref="DirectoryNotFoundException">The folder is missing.</exception>
    public static DatasetCheck Run(
        AnnotatedLabels labels,
        string? photos = null,
        IProgress<CheckedPhoto>? progress = null,
        CancellationToken cancellationToken = default)
    {
        var (dataset, missing) = SegmentationDataset.Examine(labels, photos);
        return Run(dataset, [.. labels.Errors, .. missing], progress, cancellationToken);
    }

    private static DatasetCheck Run(
        SegmentationDataset dataset,
        IEnumerable<FormatException> missing,
        IProgress<CheckedPhoto>? progress,
        CancellationToken cancellationToken)
    {
        var check = new DatasetCheck(dataset, missing.Select(error => error.Message));
        var photos = dataset.Photos.AsParallel()
            .AsOrdered()
            .WithMergeOptions(ParallelMergeOptions.NotBuffered)
            .WithCancellation(cancellationToken);
        foreach (var (pixels, found) in photos.Select(photo => Read(dataset, photo)))
        {
            check.Count(pixels);
            check.errors.AddRange(found);
            progress?.Report(new CheckedPhoto(dataset.Photos.Count, found.Count == 0));
        }

        return check;
    }

    private static (long[] Pixels, List<string> Errors) Read(SegmentationDataset dataset, LabeledPhoto photo)
    {
        var pixels = new long[dataset.Vocabulary.Classes.Count + 1];
        var errors = new List<string>();
        Try(() => photo.ReadPhoto());
        // A photo whose header cannot be read is named by both readings: once is enough.
        Try(() =>
        {
            foreach (var label in dataset.ReadTruth(photo).Labels) pixels[Math.Min(label, pixels.Length - 1)]++;
        });
        return (pixels, errors);

        void Try(Action step)
        {
            try
            {
                step();
            }
            catch (Exception error) when (error is ImageFormatException or DatasetException or IOException or UnauthorizedAccessException)
            {
                if (!errors.Contains(error.Message)) errors.Add(error.Message);
            }
        }
    }

    private void Count(long[] pixels)
    {
        for (int label = 0; label < pixels.Length; label++)
        {
            if (pixels[label] > 0) counts[label] = new ClassCount(counts[label].Pixels + pixels[label], counts[label].Photos + 1);
        }
    }
}
