using System.CommandLine;
using MaskClip.Cli.Terminal;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Commands;
using MaskClip.CommandLine.Inputs;
using MaskClip.CommandLine.Terminal;
using MaskClip.Evaluation.Concepts;
using MaskClip.Model;

namespace MaskClip.Cli.Commands;

/// <summary>
/// <c>maskclip eval concepts</c>: how strongly photos answer to names that no data set has: brands, colors, characters, "blurred".
/// </summary>
internal sealed class EvalConceptsCommand
{
    private const string TruthFile = "names.tsv";

    private readonly Argument<string[]> inputs = new("inputs")
    {
        Description = "Photos, folders, or patterns such as 'photos/*.jpg'.",
        Arity = ArgumentArity.OneOrMore,
    };
    private readonly Option<string> classes = new("--classes", "-c")
    {
        Description = "A file with one name a line, synonyms as in sofa|couch, a label as in sofa|couch=seat; or a built-in vocabulary.",
        Required = true,
        HelpName = "name|file",
    };
    private readonly Option<string?> truth = new("--truth")
    {
        Description = $"A file with a photo's file name, a tab and the right name a line. Default: {TruthFile} in the folder, else file " +
            $"names such as red-car__01.jpg.",
        HelpName = "file",
    };
    private readonly Option<string> output = new("--output", "-o")
    {
        Description = "The folder for sheets and scores.",
        DefaultValueFactory = _ => "concepts",
        HelpName = "folder",
    };
    private readonly ModelOptions model = new();
    private readonly InputOptions input = new();
    private readonly NameOptions names = new();
    private readonly RefinementOptions refinement = new();
    private readonly CliHost host;

    private EvalConceptsCommand(CliHost host) => this.host = host;

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost host)
    {
        var verb = new EvalConceptsCommand(host);
        var command = new Verb(
            "concepts",
            "Sheets of heat maps: how strongly do photos answer to novel names and attributes?",
            "maskclip eval concepts photos/ --classes names.txt --output concepts/",
            [verb.inputs, verb.classes, verb.truth, verb.output,
             .. verb.model.Choice, .. verb.model.Tower, .. verb.input.All, .. verb.names.All, .. verb.refinement.All]);
        command.SetAction((result, cancellationToken) => Task.FromResult(verb.Run(result, cancellationToken)));
        return command;
    }

    private int Run(ParseResult result, CancellationToken cancellationToken)
    {
        var photos = PhotoInputs.Find(result.GetValue(inputs)!, RgbImage.DefaultMaxPixels, host);
        var vocabulary = Vocabulary.Resolve(result.GetValue(classes)!);
        var known = ReadTruth(result, vocabulary);
        var options = refinement.Read(result);
        var loading = names.Apply(input.Apply(model.Read(result, host), result), result);
        loading = loading with { Photos = loading.Photos with { Keys = options.NeedsKeys } };
        var source = model.Source(result, host, result.GetValue(inputs)!, cancellationToken);
        bool quiet = result.GetValue(Verb.Quiet);
        using var segmenter = SegmenterLoader.Load(source, loading);
        var study = new ConceptStudy(segmenter, vocabulary, options, Path.Combine(host.Folder, result.GetValue(output)!));
        var progress = quiet ? null : new BatchProgress(host.Error, host.IsTerminal, photos.Count, "compared with the names");
        var failures = new List<string>();
        foreach (var photo in photos)
        {
            bool done = false;
            try
            {
                study.Ask(Path.GetFileName(photo.Name), known.Find(photo.Name), photo.Load(), cancellationToken);
                done = true;
            }
            catch (Exception error) when (error is ImageFormatException or IOException or UnauthorizedAccessException)
            {
                failures.Add(error.Message);
            }

            progress?.Add(done);
        }

        progress?.End();
        var files = study.Answers.Count > 0 ? study.Finish() : [];
        Print(study);
        foreach (var failure in failures) ErrorReport.Print(host, failure);
        if (!quiet && files.Count > 0)
            host.Error.WriteLine($"Sheets and scores: {string.Join(", ", files.Select(file => Path.GetRelativePath(host.Folder, file)))}");
        return failures.Count == 0 ? ExitCode.Done : study.Answers.Count > 0 ? ExitCode.SomeFailed : ExitCode.Failed;
    }

    private ConceptTruth ReadTruth(ParseResult result, Vocabulary vocabulary)
    {
        if (result.GetValue(truth) is { } given) return ConceptTruth.FromTable(vocabulary, Path.Combine(host.Folder, given));
        var beside = result.GetValue(inputs)!.Select(input => Path.Combine(host.Folder, input, TruthFile)).FirstOrDefault(File.Exists);
        return beside is null ? ConceptTruth.FromNames(vocabulary) : ConceptTruth.FromTable(vocabulary, beside);
    }

    private void Print(ConceptStudy study)
    {
        var names = study.Vocabulary.Classes;
        Tables.Write(host.Output, ["photo", "right name", "highest global", "largest area"], study.Answers.Select(answer => new[]
        {
            answer.Photo,
            answer.Truth is { } right ? names[right].Name : "-",
            $"{names[answer.BestGlobal].Name} {answer.Scores[answer.BestGlobal].Global:0.00}",
            $"{names[answer.BestArea].Name} {answer.Scores[answer.BestArea].Area:P0}",
        }));
        var (known, global, area) = study.Count();
        if (known > 0)
        {
            host.Output.WriteLine(
                $"the right name has the highest global score for {global} of {known} photos and the largest area for {area}");
        }
    }
}
