namespace MaskClip;

/// <summary>The templates that a class is judged with.</summary>
/// <remarks>Immutable, so safe to share between threads.</remarks>
/// <param name="Name">The class.</param>
/// <param name="Templates">Its templates, the surest first; empty where no template found it in the photos, and it keeps all.</param>
public sealed record ClassTemplates(string Name, IReadOnlyList<SureTemplate> Templates);
