using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Inputs;
using MaskClip.Evaluation;
using MaskClip.Evaluation.Datasets;
using MaskClip.Training;

namespace MaskClip.Train.Flags;

/// <summary>The options that say what is trained and evaluated on, and which classes there are.</summary>
internal sealed class PhotoFlags
{
    private readonly Option<string[]> images = new("--images", "-i")
    {
        Description = "Photos to train on: files, folders, patterns. Repeat for more.",
        HelpName = "photos",
    };
    private readonly Option<string?> masks = new("--masks")
    {
        Description = "Folder with the photos' masks: palette PNGs of the same names, index = class of the vocabulary (0 is the " +
            "background where it has one, as voc21), 255 = unknown.",
        HelpName = "folder",
    };
    private readonly Option<string?> data = new("--data")
    {
        Description = "A data set to train on, photos and masks, instead of --images and --masks; or annotations: a file, or with " +
            "--from a folder.",
        HelpName = "path",
    };
    private readonly Option<string?> layout = new("--layout")
    {
        Description = $"The layout of --data: {Layouts}. Default: recognized.",
        HelpName = "name",
    };
    private readonly Option<string?> split = new("--split")
    {
        Description = "Which part of --data is trained on, where the layout has parts. Default: train.",
        HelpName = "name",
    };
    private readonly Option<string?> evaluationData = new("--eval-data")
    {
        Description = "A data set to evaluate the student on; never trained on.",
        HelpName = "folder",
    };
    private readonly Option<string?> evaluationLayout = new("--eval-layout")
    {
        Description = "The layout of --eval-data. Default: recognized.",
        HelpName = "name",
    };
    private readonly AnnotatedDataOptions annotated = new();
    private readonly Option<string?> classes = new("--classes", "-c")
    {
        Description = $"A built-in vocabulary ({string.Join(", ", Vocabulary.BuiltInNames)}) or a text file with one name a line. " +
            $"Default: the data set's.",
        HelpName = "name|path",
    };
    private readonly Option<string[]> prompt = new("--prompt", "-p")
    {
        Description = "A class by name, instead of --classes or besides; synonyms as in \"sofa|couch\", a label as in " +
            "\"sofa|couch=seat\". Repeat for more.",
        HelpName = "name",
    };
    private readonly Option<string[]> background = new("--background", "-b")
    {
        Description = "Names of what is background (class 0), separated by commas.",
        HelpName = "names",
    };
    private readonly Option<string?> unseen = new("--unseen")
    {
        Description = "Classes whose truth stays hidden, separated by commas; 'paper' for those of the paper, where the vocabulary has " +
            "them.",
        HelpName = "names",
    };
    private readonly Option<bool> textForBackground = new("--background-from-text")
    {
        Description = "Classify the background by its names. Default: where class 0 is the background, its embedding is learned if " +
            "there is truth about it.",
    };

    private const string TrainingPart = "train";

    private static string Layouts => string.Join(", ", SegmentationDataset.Layouts.Select(layout => layout.Name));

    /// <summary>All options.</summary>
    public IEnumerable<Option> All =>
    [
        images, masks, data, layout, split, .. annotated.All, evaluationData, evaluationLayout,
        classes, prompt, background, unseen, textForBackground
    ];

    /// <summary>Where the photos to train on come from.</summary>
    public IEnumerable<string> Inputs(
        ParseResult result) =>
        [
            .. result.GetValue(images) ?? [], .. result.GetValue(data) is { } folder ? [folder] : Array.Empty<string>()
        ];

    /// <summary>Finds everything that is named.</summary>
    public PhotoChoice Read(ParseResult result, CliHost host)
    {
        var training = OpenTraining(result, host);
        var validation = Open(result.GetValue(evaluationData), result.GetValue(evaluationLayout), host);
        var vocabulary = ReadVocabulary(result, host, validation ?? training);
        return new PhotoChoice(
            vocabulary,
            result.GetValue(unseen) is { } names ? UnseenClasses.Read(names, vocabulary) : [],
            training is null ? FindImages(result, host, vocabulary) : Both(result, TrainingPhotos.From(training, vocabulary)),
            validation is null ? [] : TrainingPhotos.From(validation, vocabulary),
            !result.GetValue(textForBackground));
    }

    // Evaluation opens what a data set is evaluated on; training must not.
    private SegmentationDataset? OpenTraining(ParseResult result, CliHost host)
    {
        if (result.GetValue(data) is not { } given) return null;
        string folder = Path.Combine(host.Folder, given), part = result.GetValue(split) ?? TrainingPart;
        if (annotated.AreMeant(result, folder, layout, split))
        {
            // Held until the process ends, as the photos are read in every epoch.
            return SegmentationDataset.From(annotated.Read(result, folder, onError: null), annotated.Photos(result, host));
        }

        var name = result.GetValue(layout);
        bool divided = SegmentationDataset.IsDivided(folder, name);
        if (divided || result.GetValue(split) is not null) return SegmentationDataset.Open(folder, name, part);
        return SegmentationDataset.Open(folder, name);
    }

    private static SegmentationDataset? Open(string? folder, string? layout, CliHost host) =>
        folder is null ? null : SegmentationDataset.Open(Path.Combine(host.Folder, folder), layout);

    private IReadOnlyList<TrainingPhoto> Both(ParseResult result, IReadOnlyList<TrainingPhoto> photos) =>
        result.GetValue(images) is { Length: > 0 }
            ? throw new UsageException("--data and --images were both given; give one of them.")
            : photos;

    private IReadOnlyList<TrainingPhoto> FindImages(ParseResult result, CliHost host, Vocabulary vocabulary)
    {
        if (result.GetValue(images) is not { Length: > 0 } named)
            throw new UsageException("There is nothing to train on: give --images photos/, or --data with a data set's folder.");
        var found = PhotoInputs.Find(named, RgbImage.DefaultMaxPixels, host);
        if (result.GetValue(masks) is not { } folder) return [.. found.Select(photo => new TrainingPhoto(photo.Name, photo.Load))];
        var place = Path.Combine(host.Folder, folder);
        TrainingPhoto[] photos = [.. found.Select(photo => TrainingPhotos.WithMask(
            photo.Name, photo.Load, Path.Combine(place, photo.Folder, Path.GetFileNameWithoutExtension(photo.Name) + ".png"), vocabulary))];
        TrainingPhotos.CheckMasks(photos);
        return photos;
    }

    private Vocabulary ReadVocabulary(ParseResult result, CliHost host, SegmentationDataset? dataset)
    {
        var names = Vocabulary.SplitNames(result.GetValue(prompt) ?? []);
        var listed = result.GetValue(classes) is { } name ? Vocabulary.Resolve(
            File.Exists(Path.Combine(host.Folder, name)) ? Path.Combine(host.Folder, name) : name)
            : names.Count == 0 ? dataset?.Vocabulary : null;
        if (listed is null && names.Count == 0)
        {
            throw new UsageException(
                "There are no classes: give --classes voc, --prompt \"cat\" (repeat it for more), or a data set that has its own.");
        }
        var vocabulary = listed is null ? Vocabulary.Parse(names) : names.Count == 0 ? listed : listed.With(names);
        return result.GetValue(background) is { Length: > 0 } behind ? vocabulary.WithBackground(behind) : vocabulary;
    }
}
