using MaskClip.Model;
using MaskClip.Results;

namespace MaskClip;

/// <summary>
/// A vocabulary's text embeddings: the 1x1 convolution that classifies dense features (paper, section 3.3). Made by
/// <see cref="Segmenter.Embed(Vocabulary, TextOptions?, CancellationToken)"/>. Classes that no word names are known by examples instead:
/// <see cref="With"/>.
/// </summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
public sealed class TextClassifier
{
    /// <summary>Takes embeddings over.</summary>
    /// <param name="vocabulary">The classes.</param>
    /// <param name="rows">Unit-length embeddings <c>[rows, size]</c>.</param>
    /// <param name="classOfRow">The class of each.</param>
    /// <param name="size">Length of an embedding.</param>
    /// <param name="softmaxOverRows">Whether every row takes part in the softmax by itself.</param>
    /// <param name="backgroundApart">Whether every row of the background does, and the others by class.</param>
    /// <param name="origin">What made them; <see langword="null"/> for rows that no text tower made, which fit every model of their
    /// length.</param>
    /// <param name="exemplars">Classes that are known by examples; <see langword="null"/> where none is.</param>
    internal TextClassifier(
        Vocabulary vocabulary,
        float[] rows,
        int[] classOfRow,
        int size,
        bool softmaxOverRows = false,
        bool backgroundApart = false,
        TextOrigin? origin = null,
        ExemplarSet? exemplars = null)
    {
        Origin = origin;
        Exemplars = exemplars;
        BackgroundApart = backgroundApart;
        (ScoreOfRow, ClassOfScore) = softmaxOverRows ? ([.. Enumerable.Range(0, classOfRow.Length)], classOfRow)
            : backgroundApart && vocabulary.Classes[0].IsBackground ? Apart(classOfRow, label => label == 0)
            : exemplars is not null ? Apart(classOfRow, _ => false)
            : (classOfRow, [.. Enumerable.Range(0, vocabulary.Classes.Count)]);
        if (exemplars is not null) ClassOfScore = [.. ClassOfScore, .. exemplars.ClassOfRow];
        Vocabulary = vocabulary;
        Rows = rows;
        ClassOfRow = classOfRow;
        Size = size;
        SoftmaxOverRows = softmaxOverRows;
    }

    /// <summary>The classes.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Length of an embedding.</summary>
    public int Size { get; }

    /// <summary>Unit-length text embeddings <c>[rows, size]</c>; a class has one row, or one for each synonym.</summary>
    public ReadOnlySpan<float> Embeddings => Rows;

    /// <summary>The class that each row of <see cref="Embeddings"/> belongs to.</summary>
    public ReadOnlySpan<int> Classes => ClassOfRow;

    /// <summary>
    /// The row of scores in which each row of <see cref="Embeddings"/> counts; the best of several does. The softmax runs over rows of
    /// scores.
    /// </summary>
    public ReadOnlySpan<int> ScoreRows => ScoreOfRow;

    /// <summary>The class that each row of scores belongs to; it has the probability of its best one.</summary>
    public ReadOnlySpan<int> ScoreClasses => ClassOfScore;

    /// <summary>
    /// Which templates each class is judged with, where they were chosen (<see cref="Segmenter.ChooseTemplates"/>); <see langword="null"/>
    /// where all classes have all of them.
    /// </summary>
    public TemplateChoice? Templates { get; private init; }

    /// <summary>Who judges single classes with templates of their own; none where all have all of them.</summary>
    internal IReadOnlyList<TemplateExpert> Experts { get; private init; } = [];

    /// <summary>What made the embeddings, where a text tower did.</summary>
    internal TextOrigin? Origin { get; }

    /// <summary>Classes that are known by examples; <see langword="null"/> where none is.</summary>
    internal ExemplarSet? Exemplars { get; }

    internal float[] Rows { get; }

    internal int[] ClassOfRow { get; }

    /// <summary>
    /// Whether every row takes part in the softmax by itself (<see cref="SynonymMode.BestProbability"/>), or a class's best one for all of
    /// them.
    /// </summary>
    internal bool SoftmaxOverRows { get; }

    /// <summary>Whether every background name takes part in the softmax by itself (<see cref="SynonymMode.BestName"/>).</summary>
    internal bool BackgroundApart { get; }

    /// <summary>The row of scores in which each embedding counts; the best of several does.</summary>
    internal int[] ScoreOfRow { get; }

    /// <summary>The class of each row of scores.</summary>
    internal int[] ClassOfScore { get; }

    /// <summary>Checks that the embeddings can be compared with features.</summary>
    /// <param name="origin">What makes embeddings for those features.</param>
    /// <param name="size">Length of a feature.</param>
    /// <exception cref="ArgumentException">They were made otherwise; both are named.</exception>
    internal void CheckFits(TextOrigin origin, int size)
    {
        if (Origin is { } own && !own.IsSameModel(origin))
        {
            throw new ArgumentException(
                $"The {(Exemplars is null ? "text embeddings" : "names and examples")} were made by {own}. This photo needs those of " +
                $"{origin}. Embed the names with the segmenter that embeds the photo.");
        }

        if (Size != size)
        {
            throw new ArgumentException(
                $"The text embeddings have {Size} numbers and the photo's features {size}: they come from different models.");
        }
    }

    /// <summary>The same classes, and classes that are known by examples.</summary>
    /// <param name="exemplars">
    /// The examples, of the same model. One with the label of a class is an example of that class, which is then found by its words and by
    /// its examples; other labels are new classes behind these. Several of a class are averaged.
    /// </param>
    /// <exception cref="ArgumentException">They were made by another model.</exception>
    /// <exception cref="OptionsException">
    /// There is none, a class has only negative ones, or a new label is a synonym of another class.
    /// </exception>
    public TextClassifier With(IEnumerable<Exemplar> exemplars)
    {
        Exemplar[] all = NotNone(exemplars);
        if (Exemplars is not null) throw new OptionsException("There are examples already; give all of them in one call.");
        int Find(string label, IReadOnlyList<VocabularyClass> classes) =>
            classes.ToList().FindIndex(one => one.Name.Equals(label, StringComparison.OrdinalIgnoreCase));
        string[] added = [.. all.Select(one => one.Label).Where(label => Find(label, Vocabulary.Classes) < 0)
            .Distinct(StringComparer.OrdinalIgnoreCase)];
        var vocabulary = added.Length == 0 ? Vocabulary : Vocabulary.With(added.Select(label => new VocabularyClass(label, [label])));
        var (set, origin) = ExemplarSet.From(all, Size, Origin, label => Find(label, vocabulary.Classes), hasRest: false);
        var result = new TextClassifier(vocabulary, Rows, ClassOfRow, Size, SoftmaxOverRows, BackgroundApart, origin, set);
        return Templates is null ? result : result.JudgedBy(Templates, [.. Experts.Select(expert => expert.Beside(result))]);
    }

    /// <summary>Classes that are known by examples alone; what is like none of them is background, class 0.</summary>
    /// <param name="exemplars">The examples, all of one model. Several with one label are averaged.</param>
    /// <inheritdoc cref="With" path="/exception"/>
    public static TextClassifier From(IEnumerable<Exemplar> exemplars)
    {
        Exemplar[] all = NotNone(exemplars);
        string[] labels = [.. all.Select(one => one.Label).Distinct(StringComparer.OrdinalIgnoreCase)];
        var vocabulary = new Vocabulary(
        [
            new VocabularyClass("background", ["background"], IsBackground: true),
            .. labels.Select(label => new VocabularyClass(label, [label])),
        ]);
        int Find(string label) => 1 + Array.FindIndex(labels, other => other.Equals(label, StringComparison.OrdinalIgnoreCase));
        int size = all[0].Feature.Length;
        var (set, origin) = ExemplarSet.From(all, size, null, Find, hasRest: true);
        return new TextClassifier(vocabulary, [], [], size, origin: origin, exemplars: set);
    }

    /// <summary>A classifier of some of the classes, in another order.</summary>
    /// <param name="classes">Their indices, each once; a background class can only be the first.</param>
    public TextClassifier Only(IReadOnlyList<int> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        var rows = new List<float>();
        var classOfRow = new List<int>();
        for (int index = 0; index < classes.Count; index++)
        {
            for (int row = 0; row < ClassOfRow.Length; row++)
            {
                if (ClassOfRow[row] != classes[index]) continue;
                rows.AddRange(Rows.AsSpan(row * Size, Size));
                classOfRow.Add(index);
            }
        }

        var vocabulary = new Vocabulary([.. classes.Select(index => Vocabulary.Classes[index])]);
        var exemplars = Exemplars?.Renumbered(label => Place(label) is >= 0 and var place ? place : null);
        return new TextClassifier(vocabulary, [.. rows], [.. classOfRow], Size, SoftmaxOverRows, BackgroundApart, Origin, exemplars)
        {
            Templates = Templates?.Only(classes),
            Experts = [.. Experts.Select(expert => expert.Only(classes))],
        };

        int Place(int label) => classes.ToList().IndexOf(label);
    }

    /// <summary>The same without the rows of some classes; these stay in the vocabulary, but get no pixels.</summary>
    /// <param name="classes">Which classes go: one value for each of the vocabulary's, at least one <see langword="false"/>.</param>
    /// <exception cref="ArgumentException">There are more or fewer values than classes.</exception>
    public TextClassifier Without(ReadOnlySpan<bool> classes)
    {
        if (classes.Length != Vocabulary.Classes.Count)
        {
            throw new ArgumentException(
                $"The vocabulary has {Vocabulary.Classes.Count} classes; {classes.Length} values were given.", nameof(classes));
        }

        var rows = new List<float>();
        var classOfRow = new List<int>();
        for (int row = 0; row < ClassOfRow.Length; row++)
        {
            if (classes[ClassOfRow[row]]) continue;
            rows.AddRange(Rows.AsSpan(row * Size, Size));
            classOfRow.Add(ClassOfRow[row]);
        }

        bool[] gone = classes.ToArray();
        var exemplars = Exemplars?.Where(label => !gone[label]);
        return new TextClassifier(Vocabulary, [.. rows], [.. classOfRow], Size, SoftmaxOverRows, BackgroundApart, Origin, exemplars)
        {
            Templates = Templates,
            Experts = [.. Experts.Select(expert => expert.Without(gone))],
        };
    }

    /// <summary>The same names put into other sentences.</summary>
    /// <param name="rows">Unit-length embeddings in the places of <see cref="Rows"/>.</param>
    internal TextClassifier InRows(float[] rows) =>
        new(Vocabulary, rows, ClassOfRow, Size, SoftmaxOverRows, BackgroundApart, Origin, Exemplars);

    /// <summary>The same, whose classes are judged with templates of their own.</summary>
    internal TextClassifier JudgedBy(TemplateChoice templates, IReadOnlyList<TemplateExpert> experts) =>
        new(Vocabulary, Rows, ClassOfRow, Size, SoftmaxOverRows, BackgroundApart, Origin, Exemplars)
        {
            Templates = templates,
            Experts = experts,
        };

    private static Exemplar[] NotNone(IEnumerable<Exemplar> exemplars)
    {
        ArgumentNullException.ThrowIfNull(exemplars);
        Exemplar[] all = [.. exemplars];
        return all.Length > 0 ? all : throw new OptionsException("There is no example; give at least one.", nameof(exemplars));
    }

    /// <summary>A row of scores for each row of the classes that are apart, and one for each other class that has a row.</summary>
    private static (int[] ScoreOfRow, int[] ClassOfScore) Apart(int[] classOfRow, Func<int, bool> isApart)
    {
        var scoreOfRow = new int[classOfRow.Length];
        var classOfScore = new List<int>();
        for (int row = 0; row < scoreOfRow.Length; row++)
        {
            int known = isApart(classOfRow[row]) ? -1 : classOfScore.IndexOf(classOfRow[row]);
            if (known < 0)
            {
                known = classOfScore.Count;
                classOfScore.Add(classOfRow[row]);
            }

            scoreOfRow[row] = known;
        }

        return (scoreOfRow, [.. classOfScore]);
    }
}
