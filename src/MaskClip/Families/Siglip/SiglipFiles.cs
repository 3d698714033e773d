using MaskClip.Checkpoints;

namespace MaskClip.Families.Siglip;

/// <summary>The files of a SigLIP model.</summary>
/// <param name="Path">What was asked for.</param>
/// <param name="Weights">The files of weights.</param>
/// <param name="Tokenizer">The sentencepiece model; <see langword="null"/> where there is none.</param>
/// <param name="HuggingFace"><c>config.json</c>; <see langword="null"/> in open_clip's layout, or where there is none.</param>
/// <param name="OpenClip"><c>open_clip_config.json</c>; <see langword="null"/> in Hugging Face's layout, or where there is none.</param>
/// <param name="Preprocessor"><c>preprocessor_config.json</c> of Hugging Face's layout.</param>
internal sealed record SiglipFiles(
    string Path, IReadOnlyList<string> Weights, string? Tokenizer, ConfigFile? HuggingFace, ConfigFile? OpenClip, ConfigFile? Preprocessor)
{
    private static readonly string[] Tokenizers = ["spiece.model", "tokenizer.model", "sentencepiece.model"];

    /// <summary>Every file that the model's numbers depend on.</summary>
    public IEnumerable<string> All =>
    [
        .. Weights, .. new[] { Tokenizer, HuggingFace?.Path, OpenClip?.Path, Preprocessor?.Path }.OfType<string>()
    ];

    /// <summary>Finds the files of a model that <see cref="SiglipFamily"/> recognized.</summary>
    /// <exception cref="CheckpointException">Its weights are missing.</exception>
    public static SiglipFiles Find(ModelFiles files)
    {
        var openClip = files.OpenClip;
        var preprocessor = openClip is null && files.Beside("preprocessor_config.json") is { } path ? ConfigFile.Read(path) : null;
        return new(
            files.Path, files.Weights, files.Beside(Tokenizers), openClip is null ? files.HuggingFace : null, openClip, preprocessor);
    }
}
