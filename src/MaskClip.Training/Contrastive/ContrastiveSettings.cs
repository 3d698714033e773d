using System.Text.Json.Nodes;
using MaskClip.Towers;

namespace MaskClip.Training.Contrastive;

/// <summary>
/// Everything that a run's numbers depend on, as JSON: kept in its checkpoint, to be compared on resume, and in its model.
/// </summary>
internal static class ContrastiveSettings
{
    /// <summary>Describes a run.</summary>
    public static JsonObject Of(ContrastiveOptions options, ClipConfig config)
    {
        var (sampling, optimization) = (options.Sampling, options.Optimization);
        return new JsonObject
        {
            ["pairs"] = options.Pairs.Identity,
            ["image-tower"] = Describe(config.Image!),
            ["text-tower"] = Describe(config.Text!),
            ["activation"] = config.Activation.ToString(),
            ["start"] = options.Start is null ? null : Path.GetFileName(options.Start),
            ["bf16"] = options.BFloat16,
            ["captions"] = sampling.Captions,
            ["patches"] = sampling.Patches,
            ["min-area"] = sampling.MinArea,
            ["flip"] = sampling.Flip,
            ["colours"] = sampling.Colors,
            ["collages"] = sampling.Collages,
            ["mosaics"] = sampling.Mosaics,
            ["small"] = sampling.Small,
            ["blank-words"] = sampling.BlankWords,
            ["spare-covered"] = sampling.SpareCovered,
            ["steps"] = optimization.Steps,
            ["batch"] = optimization.Batch,
            ["accumulate"] = optimization.Accumulate,
            ["learning-rate"] = optimization.LearningRate,
            ["muon"] = optimization.MuonRate,
            ["warm-up"] = optimization.WarmUp,
            ["weight-decay"] = optimization.WeightDecay,
            ["beta"] = $"{optimization.FirstDecay}, {optimization.SecondDecay}",
            ["gradient-norm"] = optimization.GradientNorm,
            ["places-weight"] = optimization.PlacesWeight,
            ["places-sharpness"] = optimization.PlacesSharpness,
            ["self-training"] = options.SelfTraining is { } self
                ? $"{self.Weight}, {string.Join('|', self.Classes.Classes.Select(one => one.Name))}"
                : null,
            ["frozen"] = new JsonArray([.. optimization.Frozen.Order(StringComparer.Ordinal).Select(part => JsonValue.Create(part))]),
            ["seed"] = options.Seed,
        };
    }

    /// <summary>A tower in a few words.</summary>
    public static string Describe(ImageTowerConfig tower) => tower switch
    {
        VisionTransformerConfig vit => $"ViT, patch {vit.PatchSize}, width {vit.Width}, {vit.Layers} blocks, {vit.Heads} heads, " +
            $"{vit.ImageSize} px, embedding {vit.EmbeddingSize}",
        ModifiedResNetConfig resNet => $"ModifiedResNet ({string.Join(",", resNet.Layers)}), width {resNet.Width /
            32}, {resNet.Heads} heads, " +
            $"{resNet.ImageSize} px, embedding {resNet.EmbeddingSize}",
        _ => tower.ToString(),
    };

    /// <summary>A tower in a few words.</summary>
    public static string Describe(TextTowerConfig tower) =>
        $"width {tower.Width}, {tower.Layers} blocks, {tower.Heads} heads, {tower.ContextLength} tokens";
}
