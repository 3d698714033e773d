using MaskClip.Model;

namespace MaskClip.Families;

/// <summary>
/// A kind of model: what it is recognized by, and how it is opened. docs/adding-a-model-family.md shows how one is added.
/// </summary>
internal interface IModelFamily
{
    /// <summary>The family's name, as <c>model.json</c> and messages have it.</summary>
    string Name { get; }

    /// <summary>Whether the files are a model of this family. Asked of families in their order: the first that says yes opens it.</summary>
    /// <param name="files">What lies at the path.</param>
    /// <exception cref="CheckpointException">A configuration cannot be read.</exception>
    bool Recognizes(ModelFiles files);

    /// <summary>Opens a model.</summary>
    /// <param name="files">What lies at the path.</param>
    /// <param name="options">How it is opened.</param>
    /// <exception cref="CheckpointException">It cannot be read, or is a variant that would be computed wrongly.</exception>
    /// <exception cref="OptionsException">An option has no meaning for the family.</exception>
    VisionLanguageModel Open(ModelFiles files, OpeningOptions options);
}
