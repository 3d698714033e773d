namespace MaskClip;

/// <summary>Which model is to be used, and why that one. See <see cref="ModelStore.Resolve"/>.</summary>
/// <remarks>Nothing changes it after it was made: safe to share between threads.</remarks>
/// <param name="DisplayName">A short name for people: <c>ViT-B-16</c>, <c>photo</c>, or the file's name.</param>
/// <param name="Path">Full path of the model: a checkpoint's file or folder, or the folder of an installed package.</param>
/// <param name="Reason">Why this model was chosen, as a phrase to print: <c>named by MASKCLIP_MODEL</c>.</param>
public sealed record ModelSource(string DisplayName, string Path, string Reason);
