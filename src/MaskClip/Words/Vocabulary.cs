using System.Text.Json;
using MaskClip.Storage;
using MaskClip.Words;

namespace MaskClip;

/// <summary>The names that a photo is divided into: classes with synonyms, and optionally background names drawn as one class.</summary>
/// <remarks>
/// When there are background names, class 0 is "background" and the named classes follow from 1; otherwise they start at 0.
/// Nothing changes it after it was made: safe to share between threads.
/// </remarks>
public sealed class Vocabulary
{
    /// <summary>The most classes a vocabulary may hold: labels have 16 bits and 65535 is <see cref="Segmentation.Ignore"/>.</summary>
    /// <remarks>Masks of up to 255 classes have 8 bits. A student network is trained on at most 254.</remarks>
    public const int MaxClasses = ushort.MaxValue;

    private const string Background = "background";

    /// <summary>Creates a vocabulary from classes as they are to be numbered.</summary>
    /// <param name="classes">One to <see cref="MaxClasses"/> classes.</param>
    /// <param name="palette">Colors by class index; <see langword="null"/> takes <see cref="Palette.Distinct"/>, black in front for a
    /// background.</param>
    /// <exception cref="OptionsException">There are no or too many classes, or a name is empty, longer than 1000 letters, or has control
    /// characters or halves of characters; or a label that is not among its class's synonyms is that of another class.</exception>
    public Vocabulary(IReadOnlyList<VocabularyClass> classes, Palette? palette = null)
        : this(classes, palette ?? DefaultPalette(classes), [])
    {
    }

    // A closed set is one that somebody made to be complete: a data set's classes. It needs no background.
    private Vocabulary(IReadOnlyList<VocabularyClass> classes, Palette palette, IReadOnlyList<int> unseen, bool isClosed = false)
    {
        Validate(classes);
        IsClosed = isClosed;
        Classes = classes;
        Palette = palette;
        Unseen = unseen;
        Warnings = [.. FindWarnings(classes, isClosed)];
    }

    /// <summary>Names of the built-in vocabularies, aliases included.</summary>
    public static IReadOnlyList<string> BuiltInNames => BuiltInWords.VocabularyNames;

    /// <summary>The classes, by index.</summary>
    public IReadOnlyList<VocabularyClass> Classes { get; }

    /// <summary>One color for each class.</summary>
    public Palette Palette { get; }

    /// <summary>Indices of the classes that the paper keeps from ground truth in zero-shot training; empty where it names none.</summary>
    public IReadOnlyList<int> Unseen { get; }

    /// <summary>
    /// What will probably not work as meant: equal names, a single class, no background where the names are nobody's whole set.
    /// </summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>
    /// Whether somebody made the list to be complete, as a data set's classes are: nothing is missing where it has no background.
    /// </summary>
    public bool IsClosed { get; }

    /// <summary>Makes a vocabulary of names in plain words.</summary>
    /// <param name="names">
    /// Names; <c>sofa|couch</c> are synonyms, the first is the label, and <c>sofa|couch=seat</c> has one of its own; see
    /// <see cref="VocabularyClass.Parse"/>.
    /// </param>
    /// <param name="background">Names of what is drawn as background, each entry one or several separated by commas.</param>
    /// <exception cref="OptionsException">
    /// There is no name, too many, or an empty one; or a label that was chosen is that of another class.
    /// </exception>
    public static Vocabulary Parse(IEnumerable<string> names, IEnumerable<string>? background = null)
    {
        ArgumentNullException.ThrowIfNull(names);
        var vocabulary = new Vocabulary([.. names.Select(ClassText.Parse)]);
        return background is null ? vocabulary : vocabulary.WithBackground(background);
    }

    /// <summary>The names of texts as people type them, for <see cref="Parse"/> and <see cref="With(IEnumerable{string})"/>.</summary>
    /// <param name="texts">
    /// Each a name or several, separated by commas or as in <c>cat . wall</c>; a name with a comma stands in quotes: <c>"salt, pepper"</c>.
    /// </param>
    /// <returns>The names in their order; those that differ only in case or number (cat, Cats) once.</returns>
    public static IReadOnlyList<string> SplitNames(IEnumerable<string> texts)
    {
        ArgumentNullException.ThrowIfNull(texts);
        return NameList.Distinct(texts);
    }

    /// <summary>
    /// A data set's classes with its usual colors (<c>voc</c>, <c>voc21</c>, <c>context59</c>, <c>coco-stuff</c>, ...), or a list of names
    /// that the paper used (<c>context459</c>, <c>web-batman</c>, ...).
    /// </summary>
    /// <param name="name">One of <see cref="BuiltInNames"/>.</param>
    /// <exception cref="OptionsException">There is no such vocabulary.</exception>
    public static Vocabulary BuiltIn(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        if (BuiltInWords.FindList(name) is { } list)
        {
            VocabularyClass[] classes = [.. list.Select(text => new VocabularyClass(text, [text]))];
            return new Vocabulary(classes, DefaultPalette(classes), [], isClosed: true);
        }

        if (BuiltInWords.FindVocabulary(name) is not { } entry)
        {
            throw new OptionsException(
                $"Unknown vocabulary '{name}'{Suggestion.Ending(name, BuiltInNames)} Available: {string.Join(", ", BuiltInNames)}.",
                nameof(name));
        }

        var names = BuiltInWords.Texts(entry.GetProperty("names"));
        byte[] colors =
        [
            .. entry.GetProperty("palette").EnumerateArray().SelectMany(color => color.EnumerateArray()).Select(value => value.GetByte())
        ];
        string[] unseen = entry.TryGetProperty("unseen", out var hidden) ? BuiltInWords.Texts(hidden) : [];
        return new Vocabulary(
            [.. names.Select(text => new VocabularyClass(text, [text], text == Background))],
            new Palette(colors),
            [.. unseen.Select(text => Array.IndexOf(names, text))],
            isClosed: true);
    }

    /// <summary>Reads classes from a text file.</summary>
    /// <param name="path">A UTF-8 file, see <see cref="VocabularyFile"/> for its lines.</param>
    /// <exception cref="FormatException">A line cannot be read; it is named.</exception>
    public static Vocabulary FromFile(string path) => VocabularyFile.Read(path);

    /// <summary>A built-in vocabulary by name, or a file of names.</summary>
    /// <param name="nameOrPath">One of <see cref="BuiltInNames"/>, or the path of a text file.</param>
    /// <exception cref="OptionsException">It is neither.</exception>
    public static Vocabulary Resolve(string nameOrPath)
    {
        ArgumentNullException.ThrowIfNull(nameOrPath);
        if (BuiltInWords.FindVocabulary(nameOrPath) is not null) return BuiltIn(nameOrPath);
        if (BuiltInWords.FindList(nameOrPath) is not null) return BuiltIn(nameOrPath);
        if (File.Exists(nameOrPath)) return FromFile(nameOrPath);
        throw new OptionsException(
            $"'{nameOrPath}' is neither a built-in vocabulary nor a file{Suggestion.Ending(nameOrPath, BuiltInNames)} Available: " +
            $"{string.Join(", ", BuiltInNames)}; or give the path of a file with one name a line.",
            nameof(nameOrPath));
    }

    /// <summary>
    /// The same classes with background names in front, as class 0; names are added to a background that is already there.
    /// </summary>
    /// <param name="names">Names of what is drawn as background, each entry one or several separated by commas.</param>
    /// <exception cref="OptionsException">A name is empty, or there are too many classes.</exception>
    public Vocabulary WithBackground(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        string[] texts = [.. names.SelectMany(NameList.Split).Select(ClassText.ParseBackground)];
        if (texts.Length == 0) return this;
        if (Classes[0].IsBackground)
        {
            var joined = Classes[0] with { Synonyms = [.. Classes[0].Synonyms.Concat(texts).Distinct(StringComparer.OrdinalIgnoreCase)] };
            return new Vocabulary([joined, .. Classes.Skip(1)], Palette, Unseen, IsClosed);
        }

        var background = new VocabularyClass(Background, [.. texts.Distinct(StringComparer.OrdinalIgnoreCase)], IsBackground: true);
        return new Vocabulary(
            [background, .. Classes],
            Palette.Count == 256 ? Palette : Palette.After(0, 0, 0),
            [.. Unseen.Select(index => index + 1)],
            IsClosed);
    }

    /// <summary>The same classes without their background, for one that is chosen anew; itself where it has none.</summary>
    /// <exception cref="OptionsException">There is nothing but a background.</exception>
    public Vocabulary WithoutBackground()
    {
        if (!Classes[0].IsBackground) return this;
        byte[] colors = [.. Enumerable.Range(1, Math.Max(1, Math.Min(Palette.Count, MaxClasses) - 1)).Select(index => Palette[index])
            .SelectMany(color => new[] { color.Red, color.Green, color.Blue })];
        return new Vocabulary(
            [.. Classes.Skip(1)], new Palette(colors), [.. Unseen.Where(index => index > 0).Select(index => index - 1)], IsClosed);
    }

    /// <summary>The same classes and more names behind them.</summary>
    /// <param name="names">Names; <c>sofa|couch</c> are synonyms, and <c>sofa|couch=seat</c> have a label of their own.</param>
    /// <exception cref="OptionsException">A name is empty, a label is that of another class, or there are too many classes.</exception>
    public Vocabulary With(IEnumerable<string> names)
    {
        ArgumentNullException.ThrowIfNull(names);
        return With(names.Select(ClassText.Parse));
    }

    /// <summary>The same classes and more behind them.</summary>
    internal Vocabulary With(IEnumerable<VocabularyClass> added)
    {
        VocabularyClass[] classes = [.. Classes, .. added];
        // A data set's colors end with its classes; the further ones take those of people's own names, which differ from most.
        byte[] colors = [.. Enumerable.Range(0, classes.Length)
            .Select(index => index < Palette.Count ? Palette[index] : Palette.Distinct[index])
            .SelectMany(color => new[] { color.Red, color.Green, color.Blue })];
        return new Vocabulary(classes, new Palette(colors), Unseen, IsClosed);
    }

    /// <summary>The same classes, others of them unseen.</summary>
    /// <param name="unseen">Indices of classes.</param>
    public Vocabulary WithUnseen(IReadOnlyList<int> unseen) => new(Classes, Palette, unseen, IsClosed);


    /// <summary>A vocabulary exactly as it was before, for readers of files.</summary>
    internal static Vocabulary Create(
        IReadOnlyList<VocabularyClass> classes, Palette palette, IReadOnlyList<int> unseen) => new(classes, palette, unseen);

    private static Palette DefaultPalette(IReadOnlyList<VocabularyClass> classes)
    {
        ArgumentNullException.ThrowIfNull(classes);
        return classes.Count > 0 && classes[0].IsBackground ? Palette.Distinct.After(0, 0, 0) : Palette.Distinct;
    }

    private static void Validate(IReadOnlyList<VocabularyClass> classes)
    {
        if (classes.Count is 0 or > MaxClasses)
        {
            throw new OptionsException(
                $"{classes.Count} classes were given; 1 to {MaxClasses} are allowed. Name at least one thing, for example 'cat'.",
                nameof(classes));
        }

        foreach (var one in classes)
        {
            if (one.Synonyms.Count == 0)
            {
                throw new OptionsException(
                    $"The class '{NameRule.Shown(one.Name)}' has no synonym; every class needs at least one word.", nameof(classes));
            }
            foreach (var text in one.Synonyms.Prepend(one.Name))
            {
                if (NameRule.ErrorOf(text) is { } error)
                    throw new OptionsException($"The name '{NameRule.Shown(text)}' {error}.", nameof(classes));
            }
        }

        ClassText.CheckLabels(classes);
        if (classes.Skip(1).Any(one => one.IsBackground))
        {
            throw new OptionsException("The background must be class 0.", nameof(classes));
        }
    }

    private static IEnumerable<string> FindWarnings(IReadOnlyList<VocabularyClass> classes, bool isClosed)
    {
        var repeated = classes.SelectMany(one => one.Synonyms.Distinct(StringComparer.OrdinalIgnoreCase))
            .GroupBy(text => text, StringComparer.OrdinalIgnoreCase)
            .Where(group => group.Count() > 1)
            .Select(group => $"'{group.Key}'")
            .ToArray();
        if (repeated.Length > 0)
            yield return $"{string.Join(", ", repeated)} named more than once: the first of equal names gets all pixels.";
        var lists = isClosed ? [] : classes.SelectMany(one => one.Synonyms).Where(BuiltInWords.IsVocabulary).ToArray();
        if (lists.Length > 0)
        {
            yield return $"'{lists[0]}' is looked for as a word. It is also the name of a built-in vocabulary, which is " +
                "chosen by an option of its own.";
        }

        if (isClosed || classes[0].IsBackground) yield break;
        yield return classes.Count == 1
            ? $"'{classes[0].Name}' is the only name and there is no background: every pixel gets it. Add other names, or background names."
            : "No background was named: every pixel gets one of the names. Give background names, such as wall and floor, to make room " +
                "for the rest.";
    }
}
