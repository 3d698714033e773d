using MaskClip.Model;
using MaskClip.Text;

namespace MaskClip.Families.Clip;

/// <summary>A tokenizer that a model with CLIP's towers has in place of CLIP's: settings that name one are then understood.</summary>
/// <param name="Family">The family's name, for people.</param>
/// <param name="Name">The tokenizer's name, for people.</param>
/// <param name="File">Its file; <see langword="null"/> where it is missing.</param>
/// <param name="Open">Opens it when the first text comes.</param>
internal sealed record OtherTokenizer(string Family, string Name, string? File, Func<ITextTokenizer> Open);
