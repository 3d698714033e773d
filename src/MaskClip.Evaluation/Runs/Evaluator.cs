using System.Diagnostics;

namespace MaskClip.Evaluation;

/// <summary>Evaluates a model on a data set: photo by photo into a journal, and all photos into a report.</summary>
public sealed class Evaluator
{
    private readonly Segmenter segmenter;
    private readonly SegmentationDataset dataset;
    private readonly EvaluationOptions options;
    private readonly TextClassifier classifier;
    private readonly IReadOnlyList<LabelledPhoto> photos;
    private readonly IReadOnlyList<int> unseen;

    /// <summary>Prepares an evaluation.</summary>
    /// <param name="segmenter">The model, loaded with the protocol's options.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="options">What is evaluated; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="ArgumentException">There are not as many names as classes, an option is out of range, or there is no photo.</exception>
    public Evaluator(Segmenter segmenter, SegmentationDataset dataset, EvaluationOptions? options = null)
    {
        ArgumentNullException.ThrowIfNull(segmenter);
        ArgumentNullException.ThrowIfNull(dataset);
        this.segmenter = segmenter;
        this.dataset = dataset;
        this.options = options ??= new();
        options.Segmentation.Validate();
        int classes = dataset.Vocabulary.Classes.Count;
        var names = options.Names ?? dataset.Vocabulary;
        if (names.Classes.Count != classes)
        {
            throw new ArgumentException($"{names.Classes.Count} names were given and the data set '{dataset.Name}' has {classes} classes; give one for each, in the same order.", nameof(options));
        }

        if (options.Limit is < 1) throw new ArgumentException($"The limit is {options.Limit}; at least one photo must be evaluated.", nameof(options));
        if (dataset.Photos.Count == 0) throw new ArgumentException($"The data set '{dataset.Name}' has no photo.", nameof(dataset));
        photos = [.. dataset.Photos.Take(options.Limit ?? int.MaxValue)];
        unseen = options.Unseen ?? dataset.Vocabulary.Unseen;
        if (unseen.FirstOrDefault(index => index < 0 || index >= classes, -1) is >= 0 and var stranger)
        {
            throw new ArgumentException($"Class {stranger} cannot be unseen: there are {classes} classes.", nameof(options));
        }

        classifier = segmenter.Embed(names);
        Settings = Runs.SettingsOfRun.Collect(segmenter, dataset, names, unseen, photos, options);
    }

    /// <summary>Everything that decides the figures.</summary>
    public RunSettings Settings { get; }

    /// <summary>The data set's classes.</summary>
    public Vocabulary Vocabulary => dataset.Vocabulary;

    /// <summary>The photos that are evaluated.</summary>
    public IReadOnlyList<LabelledPhoto> Photos => photos;

    /// <summary>Evaluates all photos.</summary>
    /// <param name="folder">Where the journal is kept, from which an interrupted run can go on.</param>
    /// <param name="resume">Whether to go on with the journal that is there.</param>
    /// <param name="progress">Is told of each photo, in the order in which they are ready.</param>
    /// <param name="cancellationToken">Stops the run; the journal keeps what was done.</param>
    /// <exception cref="ArgumentException">The journal is of a run with other settings or data; the difference is named.</exception>
    /// <exception cref="DatasetException">No photo at all could be evaluated.</exception>
    public async Task<EvaluationReport> RunAsync(
        string folder, bool resume = false, IProgress<EvaluatedPhoto>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        using var journal = Runs.Journal.Open(folder, Settings, resume);
        var done = Runs.JournalCheck.Accept(journal.Done, photos);
        foreach (var photo in done.Values) progress?.Report(new EvaluatedPhoto(photo, null, FromJournal: true));
        var failed = new List<FailedPhoto>();
        var clock = Stopwatch.StartNew();
        int evaluated = 0;
        await foreach (var (photo, tally, fault) in Pipeline().RunAsync(photos.Where(photo => !done.ContainsKey(photo.Id)), cancellationToken))
        {
            if (tally is null)
            {
                failed.Add(new FailedPhoto(photo.Id, fault!.Message));
            }
            else
            {
                journal.Append(Runs.JournalCheck.Line(photo, tally));
                done.Add(photo.Id, tally);
                evaluated++;
            }

            progress?.Report(new EvaluatedPhoto(tally, tally is null ? failed[^1] : null, FromJournal: false));
        }

        if (done.Count == 0) throw new DatasetException(dataset.Folder, $"None of its {photos.Count} photos could be evaluated; the first: {failed.MinBy(one => one.Id, StringComparer.Ordinal)!.Fault}");
        return Report(done, failed, new ReportTiming(DateTimeOffset.UtcNow, evaluated, clock.Elapsed.TotalSeconds));
    }

    /// <summary>Segments one photo as the run does, to show it.</summary>
    internal (RgbImage Photo, byte[] Prediction, LabelMap Truth) Show(LabelledPhoto photo, CancellationToken cancellationToken = default)
    {
        var (image, truth) = Read(photo);
        using var features = segmenter.Embed(image, cancellationToken);
        return (image, features.Segment(classifier, options.Segmentation).Data, truth);
    }

    /// <summary>The three stages, as the benchmark measures them too.</summary>
    internal Runs.Pipeline<LabelledPhoto, (RgbImage Image, LabelMap Truth), (DenseFeatures Features, LabelMap Truth), PhotoTally> Pipeline() => new()
    {
        Read = Read,
        Embed = (photo, token) => (segmenter.Embed(photo.Image, token), photo.Truth),
        Score = Score,
        IsPhotosFault = fault => fault is ImageFormatException or DatasetException or IOException or UnauthorizedAccessException,
    };

    private (RgbImage Image, LabelMap Truth) Read(LabelledPhoto photo)
    {
        var image = RgbImage.Load(photo.PhotoPath);
        var truth = dataset.ReadTruth(photo);
        if ((image.Width, image.Height) != (truth.Width, truth.Height))
        {
            throw new DatasetException(photo.TruthPath, $"The mask is {truth.Width}x{truth.Height} and its photo {image.Width}x{image.Height}; they must be of one size.");
        }

        return (options.Corruption?.Apply(image, photo.Id, options.Seed) ?? image, truth);
    }

    private PhotoTally Score(LabelledPhoto photo, (DenseFeatures Features, LabelMap Truth) embedded)
    {
        using var features = embedded.Features;
        var result = features.Segment(classifier, options.Segmentation);
        return PhotoTally.Of(photo.Id, result.Labels, embedded.Truth, dataset.Vocabulary.Classes.Count);
    }

    private EvaluationReport Report(Dictionary<string, PhotoTally> done, List<FailedPhoto> failed, ReportTiming timing)
    {
        PhotoTally[] tallies = [.. photos.Where(photo => done.ContainsKey(photo.Id)).Select(photo => done[photo.Id])];
        return new EvaluationReport
        {
            Program = ReportProgram.Current(),
            Machine = ReportMachine.Current(),
            Timing = timing,
            Model = new ReportModel(segmenter.Source.DisplayName, segmenter.ModelHash),
            Dataset = new ReportDataset(dataset.Name, dataset.Layout.Name, tallies.Length, [.. failed.OrderBy(one => one.Id, StringComparer.Ordinal)]),
            Settings = Settings,
            Overrides = options.Overrides,
            Figures = ReportFigures.Of(tallies, dataset.Vocabulary.Classes.Count, unseen, new BootstrapOptions { Seed = options.Seed }),
            Classes = ReportClass.Of(tallies, dataset.Vocabulary, unseen),
            Photos = tallies,
        };
    }
}
