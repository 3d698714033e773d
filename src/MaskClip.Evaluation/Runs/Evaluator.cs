using System.Diagnostics;
using MaskClip.Batches;
using MaskClip.Evaluation.Runs;

namespace MaskClip.Evaluation;

/// <summary>Evaluates a model on a data set: photo by photo into a journal, and all photos into a report.</summary>
public sealed class Evaluator
{
    private readonly IEvaluationSubject subject;
    private readonly SegmentationDataset dataset;
    private readonly EvaluationOptions options;
    private readonly IReadOnlyList<int> unseen;

    /// <summary>Prepares an evaluation of a CLIP model.</summary>
    /// <param name="segmenter">The model, loaded with the protocol's options.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="options">What is evaluated; <see langword="null"/> takes the defaults.</param>
    /// <exception cref="OptionsException">There are not as many names as classes, an option is out of range, or there is no
    /// photo.</exception>
    public Evaluator(Segmenter segmenter, SegmentationDataset dataset, EvaluationOptions? options = null)
        : this(
            new ClipSubject(
                segmenter,
                options?.Names ?? dataset.Vocabulary,
                (options ?? new()).Segmentation,
                options?.TrueNames ?? false,
                options?.Templates,
                Unlabeled(dataset, options)),
            dataset,
            options ?? new())
    {
    }

    /// <summary>Prepares an evaluation of a student network.</summary>
    /// <param name="student">The student, trained on the data set's classes.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="options">What is evaluated; names and scoring are the student's own. <see langword="null"/> takes the defaults.</param>
    /// <exception cref="OptionsException">There are not as many names as classes, an option is out of range, or there is no
    /// photo.</exception>
    public Evaluator(StudentSegmenter student, SegmentationDataset dataset, EvaluationOptions? options = null)
        : this(new StudentSubject(student), dataset, options ?? new())
    {
    }

    /// <summary>Prepares an evaluation of any segmenter.</summary>
    /// <param name="segmenter">The segmenter; its classes are the data set's, in the same order.</param>
    /// <param name="dataset">The data set.</param>
    /// <param name="options">What is evaluated; names and scoring are the segmenter's own. <see langword="null"/> takes the
    /// defaults.</param>
    /// <exception cref="OptionsException">There are not as many names as classes, an option is out of range, or there is no
    /// photo.</exception>
    public Evaluator(ISegmenter segmenter, SegmentationDataset dataset, EvaluationOptions? options = null)
        : this(new SegmenterSubject(segmenter), dataset, options ?? new())
    {
    }

    private Evaluator(IEvaluationSubject subject, SegmentationDataset dataset, EvaluationOptions options)
    {
        this.subject = subject;
        this.dataset = dataset;
        this.options = options;
        // A student keeps in its file which classes its training saw no truth of.
        unseen = options.Unseen ?? (subject.Names.Unseen.Count > 0 ? subject.Names.Unseen : dataset.Vocabulary.Unseen);
        Check(subject.Names, dataset, unseen, options.Limit);
        Photos = [.. dataset.Photos.Take(options.Limit ?? int.MaxValue)];
        Settings = SettingsOfRun.Collect(subject, dataset, unseen, Photos, options);
    }

    /// <summary>The model.</summary>
    public ReportModel Model => subject.Model;

    /// <summary>Everything that decides the metrics.</summary>
    public RunSettings Settings { get; }

    /// <summary>The data set's classes.</summary>
    public Vocabulary Vocabulary => dataset.Vocabulary;

    /// <summary>What is probably not meant about the masks that were read; <see langword="null"/> where nothing is.</summary>
    public string? Remark => dataset.Remark;

    /// <summary>The photos that are evaluated.</summary>
    public IReadOnlyList<LabeledPhoto> Photos { get; }

    /// <summary>Evaluates all photos.</summary>
    /// <param name="folder">Where the journal is kept, from which an interrupted run can go on.</param>
    /// <param name="resume">Whether to go on with the journal that is there.</param>
    /// <param name="progress">Is told of each photo, in the order in which they are ready.</param>
    /// <param name="cancellationToken">Stops the run; the journal keeps what was done.</param>
    /// <exception cref="OptionsException">The journal is of a run with other settings or data; the difference is named.</exception>
    /// <exception cref="DatasetException">No photo at all could be evaluated.</exception>
    public async Task<EvaluationReport> RunAsync(
        string folder, bool resume = false, IProgress<EvaluatedPhoto>? progress = null, CancellationToken cancellationToken = default)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        using var journal = Journal.Open(folder, Settings, resume, Vocabulary.Classes.Count);
        var done = JournalCheck.Accept(journal.Done, Photos, Vocabulary.Classes.Count);
        foreach (var photo in done.Values) progress?.Report(new EvaluatedPhoto(photo, null, FromJournal: true));
        var failed = new List<FailedPhoto>();
        var clock = new Stopwatch(); // from the first photo on: whatever is opened or read before says nothing of the pace
        var engine = new Stopwatch();
        int evaluated = 0;
        var left = Photos.Where(photo => !done.ContainsKey(photo.Id)).ToArray();
        await foreach (var (photo, tally, error) in Pipeline(clock, engine).RunAsync(left, cancellationToken))
        {
            if (tally is null)
            {
                failed.Add(new FailedPhoto(photo.Id, error!.Message));
            }
            else
            {
                journal.Append(JournalCheck.Line(photo, tally));
                done.Add(photo.Id, tally);
                evaluated++;
            }

            progress?.Report(new EvaluatedPhoto(tally, tally is null ? failed[^1] : null, FromJournal: false));
        }

        journal.Finish();
        failed.Sort((a, b) => string.CompareOrdinal(a.Id, b.Id));
        if (done.Count == 0)
        {
            throw new DatasetException(
                dataset.Folder ?? dataset.Name, $"None of its {Photos.Count} photos could be evaluated; the first: {failed[0].Error}");
        }
        return Report(
            done, failed, new ReportTiming(DateTimeOffset.UtcNow, evaluated, clock.Elapsed.TotalSeconds, engine.Elapsed.TotalSeconds));
    }

    /// <summary>The same evaluation of photos to which something is done.</summary>
    internal Evaluator WithCorruption(CorruptionSetting corruption) => new(subject, dataset, options with { Corruption = corruption });

    /// <summary>Segments one photo as the run does, to show it.</summary>
    internal (RgbImage Photo, ushort[] Prediction, LabelMap Truth) Show(LabeledPhoto photo, CancellationToken cancellationToken = default)
    {
        var (image, truth) = Read(photo);
        using var work = subject.Prepare(image, truth);
        work.Embed(progress: null, cancellationToken);
        return (image, work.Label(default, cancellationToken).Labels.ToArray(), truth);
    }

    /// <summary>The three stages: photo and truth; photo embedded; photo counted.</summary>
    /// <param name="clock">Runs from the first photo on.</param>
    /// <param name="engine">Runs while the engine works.</param>
    private Pipeline<LabeledPhoto, (IPhotoWork Work, LabelMap Truth), (IPhotoWork Work, LabelMap Truth), PhotoTally> Pipeline(
        Stopwatch clock, Stopwatch engine) => new()
        {
            Read = photo =>
            {
                clock.Start();
                var (image, truth) = Read(photo);
                return (subject.Prepare(image, truth), truth);
            },
            Embed = (photo, token) =>
            {
                engine.Start();
                try
                {
                    photo.Work.Embed(progress: null, token);
                    return photo;
                }
                finally
                {
                    engine.Stop();
                }
            },
            Score = (photo, embedded, token) =>
            {
                using (embedded.Work)
                {
                    return PhotoTally.Of(
                        photo.Id,
                        embedded.Work.Label(PhotoBatch.LabelThreads(Photos.Count), token).Labels,
                        embedded.Truth,
                        Vocabulary.Classes.Count);
                }
            },
            IsPhotosError = PhotoErrors.IsPhotos,
        };

    // Without their masks; what cannot be read fails in the run itself, which says so.
    private static IEnumerable<RgbImage> Unlabeled(SegmentationDataset dataset, EvaluationOptions? options)
    {
        LabeledPhoto[] photos = [.. dataset.Photos.Take(options?.Limit ?? int.MaxValue)];
        foreach (var photo in options?.Templates?.Spread(photos) ?? [])
        {
            RgbImage image;
            try
            {
                image = dataset.Read(photo).Photo;
            }
            catch (Exception error) when (PhotoErrors.IsPhotos(error))
            {
                continue;
            }

            yield return image;
        }
    }

    private static void Check(Vocabulary names, SegmentationDataset dataset, IReadOnlyList<int> unseen, int? limit)
    {
        int classes = dataset.Vocabulary.Classes.Count;
        if (names.Classes.Count != classes)
        {
            var error = $"There are {names.Classes.Count} names and the data set '{dataset.Name}' has {classes} classes";
            throw new OptionsException($"{error}; there must be one for each, in the same order.", nameof(names));
        }

        if (classes > ConfusionMatrix.MaxClasses)
        {
            throw new OptionsException(
                $"The data set '{dataset.Name}' has {classes} classes; at most {ConfusionMatrix.MaxClasses} can be evaluated. Evaluate " +
                $"a part of them.",
                nameof(
                    dataset));
        }

        if (limit is < 1) throw new OptionsException($"The limit is {limit}; at least one photo must be evaluated.", nameof(limit));
        if (dataset.Photos.Count == 0) throw new OptionsException($"The data set '{dataset.Name}' has no photo.", nameof(dataset));
        if (unseen.FirstOrDefault(index => index < 0 || index >= classes, -1) is not -1 and var unknownLabel)
        {
            throw new OptionsException($"Class {unknownLabel} cannot be unseen: there are {classes} classes.", nameof(unseen));
        }
    }

    private (RgbImage Image, LabelMap Truth) Read(LabeledPhoto photo)
    {
        var (image, truth) = dataset.Read(photo);
        return (options.Corruption?.Apply(image, photo.Id, options.Seed) ?? image, truth);
    }

    private EvaluationReport Report(Dictionary<string, PhotoTally> done, List<FailedPhoto> failed, ReportTiming timing)
    {
        PhotoTally[] tallies = [.. Photos.Where(photo => done.ContainsKey(photo.Id)).Select(photo => done[photo.Id])];
        return new EvaluationReport
        {
            Program = ReportProgram.Current(),
            Machine = ReportMachine.Current(),
            Timing = timing,
            Model = Model,
            Dataset = new ReportDataset(dataset.Name, dataset.Layout.Name, tallies.Length, failed),
            Settings = Settings,
            Overrides = options.Overrides,
            Metrics = ReportMetrics.Of(tallies, dataset.Vocabulary.Classes.Count, unseen, new BootstrapOptions { Seed = options.Seed }),
            Classes = ReportClass.Of(tallies, dataset.Vocabulary, unseen),
            Photos = tallies,
        };
    }
}
