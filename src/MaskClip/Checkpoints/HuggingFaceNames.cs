using System.Text.RegularExpressions;

namespace MaskClip.Checkpoints;

/// <summary>Maps the names of Hugging Face's CLIPModel to OpenAI's (transformers, models/clip/modeling_clip.py).</summary>
internal static partial class HuggingFaceNames
{
    private static readonly Dictionary<string, string> Renamed = new(StringComparer.Ordinal)
    {
        ["vision_model.embeddings.class_embedding"] = "visual.class_embedding",
        ["vision_model.embeddings.patch_embedding.weight"] = "visual.conv1.weight",
        ["vision_model.embeddings.position_embedding.weight"] = "visual.positional_embedding",
        // "layrnorm" is how the original spells it.
        ["vision_model.pre_layrnorm.weight"] = "visual.ln_pre.weight",
        ["vision_model.pre_layrnorm.bias"] = "visual.ln_pre.bias",
        ["vision_model.post_layernorm.weight"] = "visual.ln_post.weight",
        ["vision_model.post_layernorm.bias"] = "visual.ln_post.bias",
        ["text_model.embeddings.token_embedding.weight"] = "token_embedding.weight",
        ["text_model.embeddings.position_embedding.weight"] = "positional_embedding",
        ["text_model.final_layer_norm.weight"] = "ln_final.weight",
        ["text_model.final_layer_norm.bias"] = "ln_final.bias",
    };

    private static readonly Dictionary<string, string> Transposed = new(StringComparer.Ordinal)
    {
        ["visual_projection.weight"] = "visual.proj",
        ["text_projection.weight"] = "text_projection",
    };

    private static readonly Dictionary<string, string> LayerParts = new(StringComparer.Ordinal)
    {
        ["self_attn.out_proj"] = "attn.out_proj",
        ["layer_norm1"] = "ln_1",
        ["layer_norm2"] = "ln_2",
        ["mlp.fc1"] = "mlp.c_fc",
        ["mlp.fc2"] = "mlp.c_proj",
    };

    /// <summary>The tensors under OpenAI's names: queries, keys and values joined, projections turned to [width, embed].</summary>
    public static Dictionary<string, CheckpointTensor> Apply(string path, Dictionary<string, CheckpointTensor> tensors)
    {
        var canonical = new Dictionary<string, CheckpointTensor>(tensors.Count, StringComparer.Ordinal);
        foreach (var (name, tensor) in tensors)
        {
            // A buffer 0, 1, 2, ... that older versions saved.
            if (name.EndsWith(".position_ids", StringComparison.Ordinal)) continue;
            var mapped = Transposed.TryGetValue(name, out var transposed) ? tensor.Transpose(transposed)
                : Renamed.TryGetValue(name, out var renamed) ? tensor.Rename(renamed)
                : Layer().Match(name) is { Success: true } layer ? MapLayer(path, tensors, tensor, layer)
                : tensor;
            if (mapped is not null) CanonicalNames.Add(path, canonical, mapped, name);
        }

        return canonical;
    }

    private static CheckpointTensor? MapLayer(
        string path, Dictionary<string, CheckpointTensor> tensors, CheckpointTensor tensor, Match layer)
    {
        var (part, kind) = (layer.Groups["part"].Value, layer.Groups["kind"].Value);
        var block = $"{(layer.Groups["tower"].Value == "vision" ? "visual." : "")}transformer.resblocks.{layer.Groups["index"].Value}.";
        if (LayerParts.TryGetValue(part, out var renamed)) return tensor.Rename($"{block}{renamed}.{kind}");
        if (part is not ("self_attn.q_proj" or "self_attn.k_proj" or "self_attn.v_proj")) return tensor;

        var stem = tensor.Name[..^$"q_proj.{kind}".Length];
        var (query, key, value) = (Sibling("q_proj"), Sibling("k_proj"), Sibling("v_proj"));
        // The joined tensor takes the place of the queries.
        return part == "self_attn.q_proj" ? TensorAlgebra.Join($"{block}attn.in_proj_{kind}", query, key, value) : null;

        CheckpointTensor Sibling(string projection) => tensors.TryGetValue($"{stem}{projection}.{kind}", out var sibling)
            ? sibling
            : throw new CheckpointException(
                path,
                $"it is missing, although '{tensor.Name}' is there. The checkpoint is incomplete: download or convert it again.",
                $"{stem}{projection}.{kind}");
    }

    [GeneratedRegex(
        @"^(?<tower>vision|text)_model\.encoder\.layers\.(?<index>[0-9]+)\.(?<part>.+)\.(?<kind>weight|bias)$",
        RegexOptions.CultureInvariant)]
    private static partial Regex Layer();
}
