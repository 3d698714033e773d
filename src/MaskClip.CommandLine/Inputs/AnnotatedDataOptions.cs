using System.CommandLine;
using MaskClip.Annotations;
using MaskClip.Annotations.Formats;
using MaskClip.Evaluation;

namespace MaskClip.CommandLine.Inputs;

/// <summary>The options of data whose masks come from files of annotation tools.</summary>
public sealed class AnnotatedDataOptions
{
    private readonly Option<string?> from = new("--from")
    {
        Description = $"Masks come from files of annotation tools in this format: {Names}. Default for a file: recognized.",
        HelpName = "format",
    };
    private readonly Option<string?> photos = new("--photos")
    {
        Description = "With --from: the folder of the photos. Default: beside the annotations, in images or JPEGImages there, or above.",
        HelpName = "folder",
    };
    private readonly Option<string?> unlabeled = new("--unlabeled")
    {
        Description = "With --from: pixels of no region are background (added as class 0 where the format has none) or ignored. " +
            "Default: background where the file's classes have one, else ignored.",
        HelpName = "as",
    };

    /// <summary>The names of all formats.</summary>
    public static string Names => string.Join(", ", AnnotationFormats.All.Select(format => format.Name));

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [from, photos, unlabeled];

    /// <summary>Whether annotations are meant: their format was given, or a file.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="path">What was given as the data.</param>
    /// <param name="layoutOptions">Options of laid-out folders, which exclude these.</param>
    /// <exception cref="UsageException">Options of both were given.</exception>
    public bool AreMeant(ParseResult result, string path, params IEnumerable<Option> layoutOptions)
    {
        var own = Given([photos, unlabeled]);
        bool areMeant = result.GetValue(from) is not null || File.Exists(path) || (own is not null && !Directory.Exists(path));
        var other = areMeant ? Given(layoutOptions) : own;
        if (other is null) return areMeant;
        throw new UsageException(areMeant
            ? $"{other.Name} is about folders of data sets, and the masks come from a file of annotations. Leave one of them out."
            : $"{other.Name} is about files of annotation tools; give --from with their format too.");

        Option? Given(IEnumerable<Option> options) => options.FirstOrDefault(option => result.GetResult(option) is { Implicit: false });
    }

    /// <summary>Reads the annotations.</summary>
    /// <param name="result">The command line.</param>
    /// <param name="path">The file or folder.</param>
    /// <param name="onError">Is told what is left out; <see langword="null"/> ends with the first error.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public AnnotatedLabels Read(
        ParseResult result, string path, Action<AnnotationException>? onError, CancellationToken cancellationToken = default) =>
        AnnotatedLabels.Read(path, Format(result.GetValue(from), path), Unlabeled(result), onError, cancellationToken);

    /// <summary>The folder of the photos, if it was given.</summary>
    public string? Photos(ParseResult result, CliHost host) =>
        result.GetValue(photos) is { } folder ? Path.Combine(host.Folder, folder) : null;

    /// <summary>What is to be said about pixels of no region where nobody said what they are; <see langword="null"/> otherwise.</summary>
    public string? Note(ParseResult result, AnnotatedLabels labels) =>
        result.GetValue(unlabeled) is null && !labels.Vocabulary.Classes[0].IsBackground
            ? $"'{labels.Path}' has no background class: pixels of no region are ignored (--unlabeled background makes them class 0)"
            : null;

    /// <summary>A format by its name, or the one that is recognized.</summary>
    public static IAnnotationFormat Format(string? name, string path)
    {
        if (name is null)
        {
            return FormatRecognition.Find(path)
                ?? throw new AnnotationException(path, "", $"No annotation format is recognized. Name it with --from: {Names}.");
        }

        return AnnotationFormats.All.FirstOrDefault(format => format.Name.Equals(name.Trim(), StringComparison.OrdinalIgnoreCase))
            ?? throw new UsageException($"--from is '{name}'; {Names} are allowed.");
    }

    private UnlabeledPixels Unlabeled(ParseResult result) => result.GetValue(unlabeled)?.ToLowerInvariant() switch
    {
        null => UnlabeledPixels.AsAnnotated,
        "background" => UnlabeledPixels.Background,
        "ignored" => UnlabeledPixels.Ignored,
        var other => throw new UsageException($"--unlabeled is '{other}'; background and ignored are allowed."),
    };
}
