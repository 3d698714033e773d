
using MaskClip.Checkpoints;
using MaskClip.Towers;

namespace MaskClip.Model;

/// <summary>What there is to know about a CLIP checkpoint, for people.</summary>
internal static class ClipFacts
{
    /// <summary>A name and a value each.</summary>
    public static IReadOnlyList<(string Name, string Value)> Of(ClipModel model)
    {
        var config = model.Config;
        List<(string, string)> facts = [];
        if (config.Image is { } image)
        {
            facts.Add(("image tower", image switch
            {
                VisionTransformerConfig vit => $"vision transformer, patch {vit.PatchSize}, width {vit.Width}, {vit.Layers} blocks, {vit.Heads} heads",
                ModifiedResNetConfig resNet => $"ResNet, {string.Join("-", resNet.Layers)} blocks, {resNet.Width} channels, {resNet.Heads} heads",
                _ => image.GetType().Name,
            }));
            facts.Add(("image", Tokens(image.ImageSize, image.Stride)));
            facts.Add(("embedding", $"{image.EmbeddingSize}"));
        }

        if (config.Text is { } text) facts.Add(("text tower", $"width {text.Width}, {text.Layers} blocks, {text.Heads} heads, {text.ContextLength} tokens, vocabulary {text.VocabularySize}"));
        facts.Add(("parameters", $"{model.Checkpoint.Tensors.Values.Where(IsParameter).Sum(tensor => tensor.Count) / 1e6:0.0} M"));
        facts.Add(("activation", config.Activation == Activation.QuickGelu ? "quick-gelu" : "gelu"));
        facts.Add(("epsilon", $"{config.Epsilon:0.0e+0}"));
        facts.Add(("mean, std", $"{Numbers(config.Mean)}, {Numbers(config.Std)}"));
        return facts;
    }

    /// <summary>A square image as the tower sees it.</summary>
    /// <param name="size">Its side in pixels.</param>
    /// <param name="stride">Pixels of a cell.</param>
    public static string Tokens(int size, int stride) =>
        $"{size} pixels, {size / stride}x{size / stride} cells of {stride}, {size / stride * (size / stride) + 1} tokens per image";

    private static string Numbers(IEnumerable<float> values) => string.Join(" ", values.Select(value => value.ToString("0.0000")));

    private static bool IsParameter(CheckpointTensor tensor) =>
        !tensor.Type.IsInteger() && !tensor.Name.EndsWith("running_mean", StringComparison.Ordinal) && !tensor.Name.EndsWith("running_var", StringComparison.Ordinal);
}
