using MaskClip.Checkpoints;

namespace MaskClip.Families.Tips;

/// <summary>The files of a TIPS model.</summary>
/// <param name="Path">What was asked for.</param>
/// <param name="Layout">How its tensors are called.</param>
/// <param name="Weights">The files of weights.</param>
/// <param name="Tokenizer">The sentencepiece model; <see langword="null"/> where there is none.</param>
/// <param name="Config"><c>config.json</c>; <see langword="null"/> where there is none.</param>
/// <param name="Preprocessor"><c>preprocessor_config.json</c>; <see langword="null"/> where there is none.</param>
internal sealed record TipsFiles(
    string Path, TipsLayout Layout, IReadOnlyList<string> Weights, string? Tokenizer, ConfigFile? Config, ConfigFile? Preprocessor)
{
    private const string ImageEnd = "_vision.npz", TextEnd = "_text.npz";

    private static readonly string[] Tokenizers = ["tokenizer.model", "spiece.model"];

    /// <summary>Every file that the model's numbers depend on.</summary>
    public IEnumerable<string> All => [.. Weights, .. new[] { Tokenizer, Config?.Path, Preprocessor?.Path }.OfType<string>()];

    /// <summary>Finds the files of a model that <see cref="TipsFamily"/> recognized.</summary>
    /// <exception cref="CheckpointException">Its weights are missing.</exception>
    public static TipsFiles Find(ModelFiles files)
    {
        if (FindArchives(files) is { } archives)
            return new(files.Path, TipsLayout.Archives, archives, files.Beside(Tokenizers), null, null);
        var config = files.HuggingFace;
        bool nested = files.ModelType is "tipsv2_vision_model" or "tipsv2_text_model" || config?.Find("vision_config") is not null
            || files.Names.Any(TipsNames.IsNested);
        var preprocessor = files.Beside("preprocessor_config.json") is { } path ? ConfigFile.Read(path) : null;
        return new(files.Path, nested ? TipsLayout.Nested : TipsLayout.Flat, files.Weights, files.Beside(Tokenizers), config, preprocessor);
    }

    /// <summary>
    /// The archives of both towers, or of one where the other is not there: as they are published, two files whose names differ in their
    /// ends alone.
    /// </summary>
    /// <returns><see langword="null"/> when there are none.</returns>
    /// <exception cref="CheckpointException">There are those of several models.</exception>
    public static IReadOnlyList<string>? FindArchives(ModelFiles files)
    {
        if (!files.IsFolder)
        {
            if (!files.Path.EndsWith(".npz", StringComparison.OrdinalIgnoreCase)) return null;
            return Stem(files.Path) is { } stem ? Pair(System.IO.Path.Combine(files.Folder, stem)) : [files.Path];
        }

        string[] stems =
        [
            .. Directory.EnumerateFiles(files.Folder, "*.npz")
                .Select(Stem)
                .OfType<string>()
                .Distinct(StringComparer.Ordinal)
                .Order(StringComparer.Ordinal),
        ];
        return stems.Length switch
        {
            0 => null,
            1 => Pair(System.IO.Path.Combine(files.Folder, stems[0])),
            _ => throw new CheckpointException(
                files.Path, $"the folder holds several models ({string.Join(", ", stems)}). Give the path of one's {ImageEnd[1..]} file."),
        };
    }

    private static string? Stem(string path)
    {
        var name = System.IO.Path.GetFileName(path);
        return name.EndsWith(ImageEnd, StringComparison.Ordinal) ? name[..^ImageEnd.Length]
            : name.EndsWith(TextEnd, StringComparison.Ordinal) ? name[..^TextEnd.Length]
            : null;
    }

    private static string[] Pair(string stem) => [.. new[] { stem + ImageEnd, stem + TextEnd }.Where(File.Exists)];
}
