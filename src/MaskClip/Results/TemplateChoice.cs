namespace MaskClip;

/// <summary>Which templates were chosen for each class of a vocabulary; see <see cref="Segmenter.ChooseTemplates"/>.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
public sealed class TemplateChoice
{
    /// <summary>Takes a choice over.</summary>
    internal TemplateChoice(PromptTemplates from, int photos, IReadOnlyList<ClassTemplates> classes)
    {
        From = from;
        Photos = photos;
        Classes = classes;
    }

    /// <summary>The templates that they were chosen from.</summary>
    public PromptTemplates From { get; }

    /// <summary>How many photos were looked at.</summary>
    public int Photos { get; }

    /// <summary>What was chosen for each class with names, in the vocabulary's order.</summary>
    public IReadOnlyList<ClassTemplates> Classes { get; }

    /// <summary>The same for some of the classes, in another order.</summary>
    internal TemplateChoice Only(IReadOnlyList<int> classes) => new(From, Photos, [.. classes.Select(index => Classes[index])]);
}
