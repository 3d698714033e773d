using MaskClip.Checkpoints;

namespace MaskClip.Families.Tips;

/// <summary>What there is to know about a TIPS model, for people.</summary>
internal static class TipsFacts
{
    /// <summary>A name and a value each.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(
        TipsConfig config, TipsFiles files, IReadOnlyDictionary<string, CheckpointTensor> tensors)
    {
        List<(string, string)> facts =
        [
            ("family", "tips: TIPS and TIPSv2 (google-deepmind/tips)"),
            ("layout", files.Layout switch
            {
                TipsLayout.Archives => "NumPy archives",
                TipsLayout.Flat => "Hugging Face, the authors' code",
                _ => "Hugging Face, transformers' own",
            }),
        ];
        if (config.Image is { } image)
        {
            var gate = image.IsGated ? ", SwiGLU" : "";
            facts.Add(
                (
                    "image tower",
                    $"DINOv2, patch {image.PatchSize}, width {image.Width}, {image.Layers} blocks, {image.Heads} heads, registers: " +
                    $"{image.Registers}{gate}"));
            int grid = image.TrainedGrid;
            facts.Add(
                (
                    "image",
                    $"{image.ImageSize} pixels, {grid}x{grid} cells of {image.Stride}, {image.PrefixTokens + grid * grid} tokens per " +
                    $"image"));
            facts.Add(("embedding", $"{image.EmbeddingSize}"));
        }

        if (config.Text is { } text)
        {
            facts.Add(
                (
                    "text tower",
                    $"width {text.Width}, {text.Layers} blocks, {text.Heads} heads, {text.ContextLength} tokens, vocabulary " +
                    $"{text.VocabularySize}"));
        }
        facts.Add(
            (
                "tokenizer",
                files.Tokenizer is { } file
                    ? $"sentencepiece, {Path.GetFileName(file)}"
                    : "missing: tokenizer.model is expected beside the weights"));
        facts.Add(("parameters", $"{tensors.Values.Sum(tensor => tensor.Count) / 1e6:0.0} M"));
        facts.Add(("temperature", $"{config.Temperature:R}"));
        return facts;
    }
}
