using MaskClip.Checkpoints;
using MaskClip.Model;

namespace MaskClip.Families.Clip;

/// <summary>
/// Families of vision-language models that are not CLIP's own towers, told by tensors that only they have, so that they are refused by
/// name.
/// </summary>
internal static class OtherFamilies
{
    private const string Trunk = "visual.trunk.";

    // All tensors of a row must be there; one with a dot at its end is the beginning of a name. The first row that fits is it.
    private static readonly (string Family, string[] Tensors)[] Known =
    [
        ("FG-CLIP 2", ["dense_feature_head.probe"]),
        ("SigLIP", ["vision_model.head.probe"]),
        ("TIPS", ["register_tokens"]),
        ("TIPS", ["vision_encoder.register_tokens"]),
        ("TIPS", ["vision_model.embeddings.register_tokens"]),
        ("Perception Encoder (PE-Core)", [$"{Trunk}norm_pre.weight", $"{Trunk}attn_pool.latent"]),
        ("SigLIP 2 NaFlex", [$"{Trunk}embeds.proj.weight"]),
        ("SigLIP", [$"{Trunk}attn_pool.latent"]),
        ("EVA-CLIP", [$"{Trunk}blocks.0.attn.q_bias"]),
        ("EVA-CLIP", [$"{Trunk}blocks.0.mlp.fc1_g.weight"]),
        ("ViTamin", [$"{Trunk}patch_embed.backbone.stem.conv1.weight"]),
        ("MobileCLIP", [$"{Trunk}patch_embed.backbone.0.conv.weight"]),
        ("MobileCLIP", [$"{Trunk}final_conv."]),
        ("MobileCLIP2-L-14", [$"{Trunk}norm_pre.weight", $"{Trunk}head.bias"]),
        ("ConvNeXt CLIP", [$"{Trunk}stages.0.blocks.0.conv_dw.weight"]),
        ("open_clip with a timm image tower", [Trunk]),
        ("CoCa", ["visual.attn_pool.query"]),
        ("CoCa", ["text.cls_emb"]),
        ("open_clip with a Hugging Face text tower", ["text.transformer.embeddings."]),
        ("CLAP (sound)", ["audio."]),
        ("timm's vision transformer by itself, without texts", ["patch_embed.proj.weight", "pos_embed"]),
    ];

    /// <summary>Refuses a checkpoint of such a family.</summary>
    /// <exception cref="CheckpointException">It is one: the family is named, and the tensor that shows it.</exception>
    public static void Refuse(Checkpoint checkpoint)
    {
        var names = checkpoint.Tensors.Keys;
        foreach (var (family, tensors) in Known)
        {
            if (!Array.TrueForAll(tensors, tensor => Shows(tensor) is not null)) continue;
            throw new CheckpointException(
                checkpoint.Path,
                $"it shows that this is {family}, which is not computed here. Supported are CLIP's own towers, as OpenAI, open_clip " +
                $"(ViT and ModifiedResNet) and Hugging Face (clip) publish them, and TIPS, SigLIP and MetaCLIP 2 with their " +
                $"configuration beside them.",
                Shows(tensors[0])!);
        }

        string? Shows(string tensor) => tensor.EndsWith('.')
            ? names.FirstOrDefault(name => name.StartsWith(tensor, StringComparison.Ordinal))
            : names.Contains(tensor) ? tensor : null;
    }
}
