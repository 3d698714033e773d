using System.Diagnostics.CodeAnalysis;

namespace MaskClip;

/// <summary>Which model is to be used, and why that one. See <see cref="ModelStore.Resolve"/>.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
/// <param name="DisplayName">A short name for people: <c>ViT-B-16</c>, <c>world-clip</c>, or the file's name.</param>
/// <param name="Path">Full path of the checkpoint (a file or a folder); <see langword="null"/> for the embedded model.</param>
/// <param name="Reason">Why this model was chosen, as a phrase to print: <c>named by MASKCLIP_MODEL</c>.</param>
public sealed record ModelSource(string DisplayName, string? Path, string Reason)
{
    /// <summary>Whether this is the small model inside this library, which needs no file.</summary>
    [MemberNotNullWhen(false, nameof(Path))]
    public bool IsEmbedded => Path is null;
}
