using System.Globalization;
using MaskClip.Checkpoints;
using MaskClip.Model;
using MaskClip.Text;
using MaskClip.Towers;

namespace MaskClip.Families.Clip;

/// <summary>What there is to know about a CLIP checkpoint, for people, and where each thing was read.</summary>
internal static class ClipFacts
{
    /// <summary>A name and a value each.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(ClipModel model)
    {
        var (config, checkpoint) = (model.Config, model.Checkpoint);
        var hints = checkpoint.Hints;
        List<(string, string)> facts =
        [
            ("family", model.OtherTokenizer is { } foreign ? $"{foreign.Family}: CLIP's towers, another tokenizer" : Family(checkpoint)),
            ("architecture", Architecture(config)),
        ];
        if (config.Image is { } image)
        {
            facts.Add(("image tower", image switch
            {
                VisionTransformerConfig vit =>
                    $"vision transformer, patch {vit.PatchSize}, width {vit.Width}, {vit.Layers} blocks, {vit.Heads} heads " +
                    $"({HeadsOrigin(hints.VisionHeads, hints.VisionHeadWidth)})",
                ModifiedResNetConfig resNet =>
                    $"ResNet, {string.Join("-", resNet.Layers)} blocks, {resNet.Width} channels, {resNet.Heads} heads " +
                    $"({HeadsOrigin(hints.VisionHeads, hints.VisionHeadWidth)})",
                _ => image.GetType().Name,
            }));
            facts.Add(("image", ClipTokens.Of(image.ImageSize, image.Stride)));
            facts.Add(("embedding", $"{image.EmbeddingSize}"));
        }

        if (config.Text is { } text)
        {
            facts.Add(
                (
                    "text tower",
                    $"width {text.Width}, {text.Layers} blocks, {text.Heads} heads ({HeadsOrigin(hints.TextHeads, null)}), " +
                    $"{text.ContextLength} tokens, vocabulary {text.VocabularySize}{Rules(text)}"));
            facts.Add(
                (
                    "tokenizer",
                    model.OtherTokenizer is { } words
                        ? $"{words.Name} ({(words.File is { } file ? Path.GetFileName(file) : "missing beside the weights")})"
                : ClipTextEncoder.WrongTokenizer(text) is { } wrong
                ? $"unknown: {wrong}; it takes tokens, and no names"
                : $"CLIP's byte pairs, {ClipTokenizer.VocabularySize} tokens (by the {(text.KeptTokens is null ? "rows" : "list")} of " +
                    $"{checkpoint.Require(text.KeptTokens is null ? TokenRows.Table : TokenRows.List).StoredName})"));
        }

        facts.Add(("parameters", $"{checkpoint.Tensors.Values.Where(IsParameter).Sum(tensor => tensor.Count) / 1e6:0.0} M"));
        var other = config.Text is not null && config.TextActivation != config.Activation
            ? $", {Name(config.TextActivation)} for texts"
            : "";
        facts.Add(("activation", $"{Name(config.Activation)}{other} ({config.ActivationOrigin})"));
        var otherEpsilon = config.Text is not null && config.TextEpsilon != config.Epsilon
            ? $", {Number(config.TextEpsilon)} for texts"
            : "";
        facts.Add(
            ("epsilon", $"{Number(config.Epsilon)}{otherEpsilon} ({Origin(hints, hints.LayerNormEpsilon is not null, "CLIP's default")})"));
        facts.Add(
            ("mean, std", $"{Numbers(config.Mean)}, {Numbers(config.Std)} ({Origin(hints, hints.Mean is not null, "CLIP's default")})"));
        facts.Add(("configuration", hints.Source.Length > 0 ? hints.Source : "none: sizes are read off the tensors"));
        if (checkpoint.Prefix.Length > 0) facts.Add(("lies under", checkpoint.Prefix));
        var passed = TensorAccount.PassedOver(checkpoint)
            .GroupBy(tensor => tensor.Reason)
            .Select(reason => $"{reason.First().Name}{(reason.Count() > 1 ? $" and {reason.Count() - 1} more" : "")} ({reason.Key})")
            .ToArray();
        if (passed.Length > 0) facts.Add(("passed over", string.Join(", ", passed)));
        return facts;
    }

    private static string Family(Checkpoint checkpoint)
    {
        var names = checkpoint switch
        {
            { IsOpenAI: true } => "as OpenAI published it (its archive's input_resolution)",
            { IsHuggingFace: true } => "with Hugging Face's names (vision_model, text_model)",
            _ when Path.GetFileName(checkpoint.Hints.Source) == OpenClipConfig.FileName => $"of open_clip ({OpenClipConfig.FileName})",
            _ => "with OpenAI's names, which open_clip has too (visual.conv1.weight, token_embedding.weight)",
        };
        return $"CLIP, {names}";
    }

    private static string Architecture(ClipConfig config) => PublishedArchitecture.Of(config) is { } known
        ? $"{known.Name} (both towers have its sizes)"
        : "none that was published under a name (by the sizes of both towers)";

    private static string HeadsOrigin(int? heads, int? headWidth) =>
        heads is not null
            ? "by the configuration"
            : headWidth is not null ? $"of {headWidth} by the configuration" : "by the width: no configuration says it";

    private static string Rules(TextTowerConfig text) => string.Concat(
        text.IsCausal ? "" : ", every token sees all others",
        text.Place switch
        {
            TextPlace.First => ", read at its first token",
            TextPlace.Last => ", read at its last place",
            _ => text.EndOfText is { } end ? $", read at token {end}" : "",
        },
        text.HasProjectionBias ? ", its projection has a bias" : "");

    private static string Origin(CheckpointHints hints, bool said, string otherwise) =>
        said ? string.Join(", ", hints.Source.Split(", ").Select(Path.GetFileName)) : otherwise;

    private static string Name(Activation activation) => activation switch
    {
        Activation.QuickGelu => "quick-gelu",
        Activation.TanhGelu => "tanh-gelu",
        _ => "gelu",
    };

    private static string Number(float value) => value.ToString("0.0e+0", CultureInfo.InvariantCulture);

    private static string Numbers(IEnumerable<float> values) =>
        string.Join(" ", values.Select(value => value.ToString("0.0000", CultureInfo.InvariantCulture)));

    private static bool IsParameter(CheckpointTensor tensor) => !tensor.Type.IsInteger() && tensor.Type != ElementType.Unread
        && !tensor.Name.EndsWith("running_mean", StringComparison.Ordinal)
            && !tensor.Name.EndsWith("running_var", StringComparison.Ordinal);
}
