using System.Runtime.ExceptionServices;
using MaskClip.Batches;
using MaskClip.Results;
using MaskClip.Scores;
using MaskClip.Telemetry;

namespace MaskClip;

/// <content>Templates that are chosen by what they are sure of.</content>
public sealed partial class Segmenter
{
    // Of numbers in the rows of all experts: half a GiB.
    private const long MaxExpertNumbers = 1 << 27;

    /// <summary>
    /// Chooses for each class the templates that are surest of it on photos, which nobody needs to label (FLOSS: Benigmim et al., ICCV
    /// 2025).
    /// </summary>
    /// <remarks>
    /// Every template alone gives each position of the photos to a name. A class keeps the templates whose softmax over names has the
    /// lowest mean entropy where they found it, and with them all names are an expert for this class: it claims the positions at which the
    /// class is its best name. Positions that nobody claims are judged by all templates. The photos are embedded with the options that the
    /// model was loaded with. One photo is enough to choose by, more are better: a class that none of them shows is chosen for by mistakes.
    /// A photo that cannot be embedded is passed over.
    /// </remarks>
    /// <param name="classifier">Names in all templates, made by this segmenter; examples are put beside them afterwards.</param>
    /// <param name="photos">Photos such as those that will be segmented, or some of them; no more are read than are looked at.</param>
    /// <param name="options">How many templates, by how many photos; <see langword="null"/> takes the defaults.</param>
    /// <param name="cancellationToken">Stops the engine within an operator's time.</param>
    /// <returns>
    /// The same names; <see cref="TextClassifier.Templates"/> says what was chosen. Scoring takes as many times longer as there are classes
    /// with templates of their own.
    /// </returns>
    /// <exception cref="ArgumentException">The names were not made by this segmenter, lack rows, or there is no photo.</exception>
    /// <exception cref="OptionsException">
    /// An option is out of range, there are no more templates than are to be chosen, or too many names.
    /// </exception>
    /// <exception cref="ObjectDisposedException">The model was disposed.</exception>
    public TextClassifier ChooseTemplates(
        TextClassifier classifier,
        IEnumerable<RgbImage> photos,
        TemplateChoiceOptions? options = null,
        CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(classifier);
        ArgumentNullException.ThrowIfNull(photos);
        ThrowIfDisposed();
        CheckFits(classifier);
        options = options is null ? new() : options with { };
        options.Validate();
        var made = CheckTemplates(classifier, options.Count);
        var names = texts.Get(new() { Templates = made.Templates, Synonyms = made.Synonyms })
            .InTemplates(classifier.Vocabulary, cancellationToken);
        var each = Enumerable.Range(0, made.Templates.Templates.Count).Select(index => classifier.InRows(names.Of([index]))).ToArray();
        if (each[0].Rows.Length != classifier.Rows.Length)
        {
            throw new ArgumentException(
                "Names were taken out of these embeddings. Choose templates for all of them first.", nameof(classifier));
        }

        var entropies = new TemplateEntropies(each, Model.Defaults.LogitScale);
        int seen = See(photos.Take(options.MaxPhotos), entropies, cancellationToken);
        if (seen == 0)
            throw new ArgumentException("There is no photo to choose templates by; give at least one, better many.", nameof(photos));
        return Choose(classifier, made.Templates, entropies, options.Count, seen, names.Of);
    }

    // A photo that cannot be embedded costs the others nothing; where none can, the first says why.
    private int See(IEnumerable<RgbImage> photos, TemplateEntropies entropies, CancellationToken cancellationToken)
    {
        int seen = 0;
        Exception? first = null;
        foreach (var photo in photos)
        {
            try
            {
                using var features = Embed(photo, cancellationToken: cancellationToken);
                using var stage = Stage.Begin(Stage.Score);
                foreach (var window in features.Windows.SelectMany(pass => pass).SelectMany(row => row))
                    entropies.Add(window.Features, Threads, cancellationToken);
                seen++;
            }
            catch (Exception error) when (PhotoErrors.IsPhotos(error))
            {
                first ??= error;
            }
        }

        if (seen == 0 && first is not null) ExceptionDispatchInfo.Throw(first);
        return seen;
    }

    private static TextOrigin CheckTemplates(TextClassifier classifier, int count)
    {
        if (classifier.Exemplars is not null)
        {
            throw new ArgumentException(
                "There are examples beside the names. Choose templates for the names first, then add the examples.", nameof(classifier));
        }

        var made = classifier.Origin
            ?? throw new ArgumentException("These embeddings were made in no templates, so none can be chosen.", nameof(classifier));
        if (made.Templates.Templates.Count <= count)
        {
            throw new OptionsException(
                $"The model '{made.Name}' puts names into {made.Templates.Templates.Count} sentence(s) ('{made.Templates.Name}'), and " +
                $"{count} of them are to be chosen for each name. Take a set of more, such as imagenet (80).");
        }

        int classes = classifier.Vocabulary.Classes.Count;
        return (long)classes * classifier.Rows.Length <= MaxExpertNumbers
            ? made
            : throw new OptionsException(
                $"Templates were to be chosen for each of {classes} classes, whose embeddings would be {classes} times " +
                $"{classifier.Rows.Length} numbers; at most {MaxExpertNumbers} are kept. Leave names out, or take all templates.");
    }

    private static TextClassifier Choose(
        TextClassifier classifier,
        PromptTemplates from,
        TemplateEntropies entropies,
        int count,
        int photos,
        Func<IReadOnlyList<int>, float[]> rows)
    {
        var classes = classifier.Vocabulary.Classes;
        var surest = classes.Select((_, label) => entropies.Surest(label, count)).ToArray();
        // Classes that chose alike have one expert. What nobody found is claimed by all templates, as in the published code.
        var experts = Enumerable.Range(0, classes.Count)
            .GroupBy(label => string.Join(' ', surest[label].Select(one => one.Template).Order()))
            .Select(group => new TemplateExpert(
                surest[group.First()] is { Count: > 0 } own
                    ? classifier.InRows(rows([.. own.Select(one => one.Template).Order()]))
                    : classifier,
                [.. Enumerable.Range(0, classes.Count).Select(group.Contains)]))
            .ToArray();
        var choice = new TemplateChoice(
            from,
            photos,
            [
                .. classes.Select((one, label) => new ClassTemplates(
                    one.Name,
                    [.. surest[label].Select(sure => new SureTemplate(from.Templates[sure.Template], sure.Entropy, sure.Share))]))
            ]);
        return classifier.JudgedBy(choice, experts);
    }
}
