namespace MaskClip.Models.Hub;

/// <summary>
/// Short names for published models on the hub. Sizes, checksums and the license that holds are the hub's to say when one is pulled.
/// </summary>
/// <remarks>
/// Repositories: mlfoundations/open_clip src/open_clip/pretrained.py (LAION, DataComp), and the model cards. Licenses: the cards, as the
/// hub showed them: laion/CLIP-ViT-B-16-laion2B-s34B-b88K, laion/CLIP-ViT-B-16-DataComp.XL-s13B-b90K, apple/DFN2B-CLIP-ViT-B-16 (apple-amlr
/// since February 2025), facebook/metaclip-h14-fullcc2.5b, wkcn/TinyCLIP-ViT-40M-32-Text-19M-LAION400M, timm/resnet101.tv_in1k. TIPSv2's
/// weights are CC-BY 4.0 by google-deepmind/tips, and apache-2.0 by the card of google/tipsv2-g14.
/// Safe to use from several threads.
/// </remarks>
public static class HubModels
{
    private const string Clip = "CLIP";
    private const string Backbone = "student's backbone";

    /// <summary>The models, in the order in which they are shown.</summary>
    public static IReadOnlyList<HubModel> All { get; } =
    [
        new("ViT-B-32-laion2b", "laion/CLIP-ViT-B-32-laion2B-s34B-b79K", "mit", Clip),
        new("ViT-B-16-laion2b", "laion/CLIP-ViT-B-16-laion2B-s34B-b88K", "mit", Clip),
        new("ViT-L-14-laion2b", "laion/CLIP-ViT-L-14-laion2B-s32B-b82K", "mit", Clip),
        new("ViT-H-14-laion2b", "laion/CLIP-ViT-H-14-laion2B-s32B-b79K", "mit", Clip),
        new("ViT-g-14-laion2b", "laion/CLIP-ViT-g-14-laion2B-s34B-b88K", "mit", Clip),
        new("ViT-bigG-14-laion2b", "laion/CLIP-ViT-bigG-14-laion2B-39B-b160k", "mit", Clip),
        new("ViT-B-32-datacomp", "laion/CLIP-ViT-B-32-DataComp.XL-s13B-b90K", "mit", Clip),
        new("ViT-B-32-256-datacomp", "laion/CLIP-ViT-B-32-256x256-DataComp-s34B-b86K", "mit", Clip),
        new("ViT-B-16-datacomp", "laion/CLIP-ViT-B-16-DataComp.XL-s13B-b90K", "mit", Clip),
        new("ViT-L-14-datacomp", "laion/CLIP-ViT-L-14-DataComp.XL-s13B-b90K", "mit", Clip),
        new("ViT-B-16-dfn2b", "apple/DFN2B-CLIP-ViT-B-16", "apple-amlr", Clip),
        new("ViT-L-14-dfn2b", "apple/DFN2B-CLIP-ViT-L-14", "apple-amlr", Clip),
        new("ViT-H-14-dfn5b", "apple/DFN5B-CLIP-ViT-H-14", "apple-amlr", Clip),
        new("ViT-B-32-metaclip", "facebook/metaclip-b32-fullcc2.5b", "cc-by-nc-4.0", Clip),
        new("ViT-B-16-metaclip", "facebook/metaclip-b16-fullcc2.5b", "cc-by-nc-4.0", Clip),
        new("ViT-L-14-metaclip", "facebook/metaclip-l14-fullcc2.5b", "cc-by-nc-4.0", Clip),
        new("ViT-H-14-metaclip", "facebook/metaclip-h14-fullcc2.5b", "cc-by-nc-4.0", Clip),
        new("TinyCLIP-ViT-40M-32", "wkcn/TinyCLIP-ViT-40M-32-Text-19M-LAION400M", "mit", Clip),
        new("TinyCLIP-ViT-8M-16", "wkcn/TinyCLIP-ViT-8M-16-Text-3M-YFCC15M", "mit", Clip),
        new("SigLIP2-B-16-224", "google/siglip2-base-patch16-224", "apache-2.0", "SigLIP 2"),
        new("SigLIP2-B-16-512", "google/siglip2-base-patch16-512", "apache-2.0", "SigLIP 2"),
        new("SigLIP2-L-16-384", "google/siglip2-large-patch16-384", "apache-2.0", "SigLIP 2"),
        new("SigLIP2-So400m-14-384", "google/siglip2-so400m-patch14-384", "apache-2.0", "SigLIP 2"),
        new("TIPSv2-B-14", "google/tipsv2-b14", "cc-by-4.0", "TIPSv2"),
        new("TIPSv2-L-14", "google/tipsv2-l14", "cc-by-4.0", "TIPSv2"),
        new("TIPSv2-So400m-14", "google/tipsv2-so400m14", "cc-by-4.0", "TIPSv2"),
        new("TIPSv2-g-14", "google/tipsv2-g14", "cc-by-4.0", "TIPSv2"),
        new("resnet18", "timm/resnet18.tv_in1k", "bsd-3-clause", Backbone),
        new("resnet50", "timm/resnet50.tv_in1k", "bsd-3-clause", Backbone),
        new("resnet101", "timm/resnet101.tv_in1k", "bsd-3-clause", Backbone),
    ];

    /// <summary>The model of that name, spelled as for <see cref="KnownModels.Find"/>.</summary>
    public static HubModel? Find(IReadOnlyList<HubModel> catalogue, string name) =>
        Path.IsPathRooted(name) ? null : catalogue.FirstOrDefault(model => KnownModels.Key(model.Name) == KnownModels.Key(name));
}
