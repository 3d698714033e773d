namespace MaskClip.Evaluation;

/// <summary>What is evaluated, beside the model and the data set.</summary>
public sealed record EvaluationOptions
{
    /// <summary>The protocol's name, for the report.</summary>
    /// <value>The default value is <c>default</c>: the library's own defaults.</value>
    public string Protocol { get; init; } = EvaluationProtocol.Default;

    /// <summary>The settings in which the run departs from the protocol, for the report.</summary>
    public IReadOnlyList<string> Overrides { get; init; } = [];

    /// <summary>How scores become labels.</summary>
    public SegmentationOptions Segmentation { get; init; } = new();

    /// <summary>The names that are scored, one class for each of the data set's.</summary>
    /// <value>The default value is <see langword="null"/>: the data set's own names.</value>
    public Vocabulary? Names { get; init; }

    /// <summary>
    /// Whether only the names of what a photo's mask shows, and the background, are on offer for it: what a person does who names what they
    /// see.
    /// </summary>
    /// <value>The default value is <see langword="false"/>: all names, always.</value>
    public bool TrueNames { get; init; }

    /// <summary>
    /// Chooses templates for each name by the photos that are evaluated, without their masks and before anything is done to them; see
    /// <see cref="Segmenter.ChooseTemplates"/>. Only for a model with names.
    /// </summary>
    /// <value>The default value is <see langword="null"/>: all names have all templates.</value>
    public TemplateChoiceOptions? Templates { get; init; }

    /// <summary>How many photos are evaluated: the first of the data set.</summary>
    /// <value>The default value is <see langword="null"/>: all.</value>
    public int? Limit { get; init; }

    /// <summary>Indices of the classes that count as unseen.</summary>
    /// <value>The default value is <see langword="null"/>: those that the data set's vocabulary names.</value>
    public IReadOnlyList<int>? Unseen { get; init; }

    /// <summary>What is done to the decoded photos before they are resized.</summary>
    /// <value>The default value is <see langword="null"/>: nothing.</value>
    public CorruptionSetting? Corruption { get; init; }

    /// <summary>Seed of corruptions and of the draws for intervals.</summary>
    public ulong Seed { get; init; }
}
