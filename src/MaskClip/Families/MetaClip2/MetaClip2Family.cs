using MaskClip.Checkpoints;
using MaskClip.Families.Clip;
using MaskClip.Model;
using MaskClip.Text;
using MaskClip.Text.SentencePiece;

namespace MaskClip.Families.MetaClip2;

/// <summary>
/// MetaCLIP 2 (worldwide): CLIP's towers, whose texts are tokens of XLM-V or mT5, and are read at the first end token.
/// </summary>
internal sealed class MetaClip2Family : IModelFamily
{
    private const string XlmV = "facebook/xlm-v-base", MT5 = "google/mt5-base";

    // transformers calls the first so for every model of XLM-R's kind.
    private static readonly string[] XlmVFiles = ["sentencepiece.bpe.model", "tokenizer.model"], MT5Files =
    [
        "spiece.model", "tokenizer.model"
    ];

    private static readonly string[] Text = ["model_cfg", "text_cfg"];

    /// <inheritdoc/>
    public string Name => "metaclip2";

    /// <inheritdoc/>
    public bool Recognizes(ModelFiles files) => files.Described is null
        && (files.ModelType is "metaclip_2" or "metaclip_2_vision_model" or "metaclip_2_text_model"
            || files.OpenClip?.Text([.. Text, "hf_tokenizer_name"]) is XlmV or MT5
                && files.OpenClip.Find([.. Text, "hf_model_name"]) is null);

    /// <inheritdoc/>
    public VisionLanguageModel Open(ModelFiles files, OpeningOptions options)
    {
        bool isMT5 = files.OpenClip is { } openClip ? openClip.Text([.. Text, "hf_tokenizer_name"]) == MT5 : EndOf(files.HuggingFace!) == 1;
        var clean = Cleaning(files);
        var names = isMT5 ? MT5Files : XlmVFiles;
        var file = files.Beside(names);
        return ClipModel.Open(
            files.Path,
            options,
            new OtherTokenizer("MetaCLIP 2 (worldwide)", isMT5 ? "mT5's sentencepiece" : "XLM-V's sentencepiece", file, OpenTokenizer));

        WorldTokenizer OpenTokenizer() => new(
            PieceTokenizer.Open(file ?? throw new CheckpointException(
                files.Path,
                $"there is no {string.Join(" or ", names)} beside the weights ({(isMT5 ? MT5 : XlmV)} has it), so names cannot be " +
                $"embedded. Download it too.")),
            isFairseq: !isMT5,
            clean);
    }

    // The tokenizer's own configuration is what transformers goes by; its end token tells the two apart, as the text tower's is the same
    // number.
    private static int EndOf(ConfigFile config) =>
        config.Count("text_config", "eos_token_id") ?? config.Count("eos_token_id") ?? 2;

    private static Func<string, string> Cleaning(ModelFiles files)
    {
        if (files.OpenClip is not { } config) return text => text;
        string[] keys = [.. Text, "tokenizer_kwargs", "clean"];
        var name = config.Text(keys) ?? OpenClipCleaning.Names[0];
        return OpenClipCleaning.Find(name) ?? throw config.Wrong(keys, config.Find(keys)!.Value, string.Join(", ", OpenClipCleaning.Names));
    }
}
