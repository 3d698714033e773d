using MaskClip.Checkpoints;
using MaskClip.Model;

namespace MaskClip.Families.Siglip;

/// <summary>What there is to know about a SigLIP model, for people.</summary>
internal static class SiglipFacts
{
    /// <summary>A name and a value each.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(
        SiglipConfig config, SiglipFiles files, bool isOpenClip, IReadOnlyDictionary<string, CheckpointTensor> tensors)
    {
        List<(string, string)> facts =
        [
            ("family", "siglip: SigLIP and SigLIP 2 of a fixed resolution"),
            ("layout", isOpenClip ? "open_clip, with timm's image tower" : "Hugging Face, transformers"),
        ];
        if (config.Image is { } image)
        {
            var tower = image.Transformer;
            int grid = tower.TrainedGrid;
            facts.Add(
                (
                    "image tower",
                    $"vision transformer, patch {tower.PatchSize}, width {tower.Width}, {tower.Layers} blocks, {tower.Heads} heads, " +
                    $"pooling head"));
            facts.Add(("image", $"{tower.ImageSize} pixels, {grid}x{grid} cells of {tower.Stride}, {grid * grid} tokens per image"));
            facts.Add(
                (
                    "positions",
                    image.Positions is null ? "resized as transformers does (bicubic)" : "resized as timm does (bicubic, antialiased)"));
            facts.Add(("activation", $"{Name(image.Activation)} (image)"));
            facts.Add(("embedding", $"{tower.EmbeddingSize}"));
        }

        if (config.Text is { } text)
        {
            facts.Add(
                (
                    "text tower",
                    $"width {text.Width}, {text.Layers} blocks, {text.Heads} heads, {text.ContextLength} tokens, vocabulary " +
                    $"{text.VocabularySize}"));
            facts.Add(("activation", $"{Name(text.Activation)} (text)"));
            facts.Add(
                (
                    "tokenizer",
                    files.Tokenizer is { } file
                        ? $"sentencepiece, {Path.GetFileName(file)}"
                        : "missing: spiece.model or tokenizer.model is expected beside the weights"));
        }

        facts.Add(("parameters", $"{tensors.Values.Sum(tensor => tensor.Count) / 1e6:0.0} M"));
        return facts;
    }

    private static string Name(Activation activation) => activation switch
    {
        Activation.Gelu => "gelu",
        Activation.TanhGelu => "gelu, by tanh",
        _ => "quick-gelu",
    };
}
