namespace MaskClip.Tests.Clip.Loading;

/// <summary>The 181 configurations of open_clip at 89fb801: numbers from shared/facts/checkpoint-families.md, sections 1 and 2.</summary>
internal static class PublishedConfigurations
{
    private const string Timm = "timm", Native = "vit 768 12 16 224", Words = "512 8 12";

    // The fields of the families, as their configurations have them.
    private const string SigLipWords =
        """ "no_causal_mask": true, "pool_type": "last", "proj_bias": true, "norm_kwargs": {"eps": 1e-6}, "tokenizer_kwargs": {"clean": "canonicalize"}, "hf_tokenizer_name": """;

    private const string Tanh = """, "act_kwargs": {"approximate": "tanh"}""";
    private const string ClipaVision = """ "no_ln_pre": true, "pool_type": "avg", "final_ln_after_pool": true """;
    private const string ClipaWords =
        """ "hf_tokenizer_name": "bert-base-uncased", "tokenizer_kwargs": {"strip_sep_token": true}, "pool_type": "last", "no_causal_mask": true """;

    private const string Caption = """ "multimodal_cfg": {"context_length": 76, "layers": 12} """;

    public static IReadOnlyList<PublishedConfiguration> All { get; } =
    [
        .. Plain(),
        .. Each(
            ["ViT-H-14-worldwide", "ViT-H-14-worldwide-quickgelu", "ViT-H-14-worldwide-378"],
            "vit 1280 32 14 224 80",
            "1024 16 24",
            1024,
            words: Eos("facebook/xlm-v-base"),
            refused: ["hf_tokenizer_name"]),
        .. Each(
            ["ViT-bigG-14-worldwide", "ViT-bigG-14-worldwide-378"],
            "vit 1664 48 14 224 104 4.9231",
            "1280 20 32",
            1280,
            words: Eos("facebook/xlm-v-base"),
            refused: ["hf_tokenizer_name"]),
        .. Each(
            ["ViT-L-14-worldwide", "ViT-L-14-worldwide-quickgelu"],
            "vit 1024 24 14 224",
            "768 12 12",
            768,
            words: Eos("google/mt5-base", 1),
            refused: ["hf_tokenizer_name"]),
        new("ViT-M-16-alt", "vit 512 12 16 224", "384 6 12", 384, """ "ls_init_value": 1e-4 """, Refused: ["ls_init_value"]),
        new(
            "coca_base",
            "vit 768 12 18 288",
            "768 12 12",
            512,
            Words: """ "embed_cls": true, "output_tokens": true """,
            Top: Caption,
            Refused: ["embed_cls", "multimodal_cfg"]),
        .. Each(
            ["ViT-L-14-CLIPA", "ViT-L-14-CLIPA-336", "ViT-H-14-CLIPA", "ViT-H-14-CLIPA-336", "ViT-bigG-14-CLIPA", "ViT-bigG-14-CLIPA-336"],
            "vit 1024 24 14 224",
            "768 12 12",
            768,
            ClipaVision,
            ClipaWords,
            refused: ["no_ln_pre", "pool_type", "final_ln_after_pool", "hf_tokenizer_name", "tokenizer_kwargs"]),
        .. Each(
            ["coca_ViT-B-32", "coca_ViT-L-14"],
            Native,
            Words,
            512,
            """ "attentional_pool": true, "attn_pooler_heads": 8, "output_tokens": true """,
            """ "embed_cls": true, "output_tokens": true """,
            Caption,
            ["attentional_pool", "embed_cls"]),
        .. SigLip(),
        .. Trunks(
            [
                "ViTamin-S",
                "ViTamin-S-LTT",
                "ViTamin-B",
                "ViTamin-B-LTT",
                "ViTamin-L",
                "ViTamin-L-256",
                "ViTamin-L-336",
                "ViTamin-L-384",
                "ViTamin-L2",
                "ViTamin-L2-256",
                "ViTamin-L2-336",
                "ViTamin-L2-384",
                "ViTamin-XL-256",
                "ViTamin-XL-336",
                "ViTamin-XL-384",
            ]),
        .. Trunks(
            [
                "convnext_base",
                "convnext_base_w",
                "convnext_base_w_320",
                "convnext_large",
                "convnext_large_d",
                "convnext_large_d_320",
                "convnext_small",
                "convnext_tiny",
                "convnext_xlarge",
                "convnext_xxlarge",
                "convnext_xxlarge_320",
            ]),
        .. Trunks(
            [
                "MobileCLIP-S1",
                "MobileCLIP-S2",
                "MobileCLIP-B",
                "MobileCLIP2-S0",
                "MobileCLIP2-S2",
                "MobileCLIP2-S3",
                "MobileCLIP2-S4",
                "MobileCLIP2-B",
                "MobileCLIP2-L-14",
            ],
            """ "no_causal_mask": true """),
        .. Trunks(["EVA01-g-14", "EVA01-g-14-plus", "EVA02-B-16", "EVA02-L-14", "EVA02-L-14-336", "EVA02-E-14", "EVA02-E-14-plus"]),
        .. Trunks(["PE-Core-T-16-384", "PE-Core-S-16-384", "PE-Core-B-16", "PE-Core-L-14-336", "PE-Core-bigG-14-448"]),
        .. Trunks(["ViT-B-16-SigLIP2-naflex", "ViT-SO400M-16-SigLIP2-naflex", "naflex 3", "naflex 4"]),
        .. Trunks(["swin_base_patch4_window7_224", "vit_relpos_medium_patch16_cls_224", "vit_medium_patch16_gap_256"]),
        .. Each(
            ["nllb-clip-base-siglip", "nllb-clip-large-siglip"],
            Timm,
            "hf",
            768,
            """ "timm_model_name": "vit_base_patch16_siglip_384", "timm_proj": "none" """,
            HuggingFace,
            refused: ["timm_model_name", "hf_model_name", "hf_tokenizer_name"]),
        .. Each(
            [
                "roberta-ViT-B-32",
                "xlm-roberta-base-ViT-B-32",
                "xlm-roberta-large-ViT-H-14",
                "mt5-base-ViT-B-32",
                "mt5-xl-ViT-H-14",
                "nllb-clip-base",
                "nllb-clip-large",
                "gte-modernbert",
                "coca_roberta-ViT-B-32",
            ],
            Native,
            "hf",
            512,
            words: HuggingFace,
            refused: ["hf_model_name", "hf_tokenizer_name"]),
        .. Each(
            Numbered("modern text", 5),
            Native,
            Words,
            512,
            words: """ "text_arch": "modern", "norm_type": "rmsnorm", "mlp_type": "swiglu" """,
            refused: ["text_arch", "norm_type", "mlp_type"]),
        .. Each(Numbered("CLAP", 23), Native, Words, 512, top: """ "audio_cfg": {"model_type": "HTSAT"} """, refused: ["audio_cfg"]),
        .. Each(Numbered("genlip", 4), Native, Words, 512, top: """ "genlip_cfg": {"width": 768} """, refused: ["genlip_cfg"]),
    ];

    private const string HuggingFace =
        """ "hf_model_name": "roberta-base", "hf_tokenizer_name": "roberta-base", "hf_proj_type": "mlp", "hf_pooler_type": "mean_pooler" """;

    private static IEnumerable<PublishedConfiguration> Plain()
    {
        (string Name, string Image, string Text, int Embedding)[] towers =
        [
            ("RN50", "rn 64 3-4-6-3 224", "512 8 12", 1024), ("RN101", "rn 64 3-4-23-3 224", "512 8 12", 512), (
                "RN50x4", "rn 80 4-6-10-6 288", "640 10 12", 640),
            ("RN50x16", "rn 96 6-8-18-8 384", "768 12 12", 768), ("RN50x64", "rn 128 3-15-36-10 448", "1024 16 12", 1024),
            ("ViT-B-16", "vit 768 12 16 224", "512 8 12", 512), ("ViT-B-16-plus", "vit 896 12 16 224", "640 10 12", 640), (
                "ViT-B-16-plus-240", "vit 896 12 16 240", "640 10 12", 640),
            ("ViT-B-32", "vit 768 12 32 224", "512 8 12", 512), ("ViT-B-32-256", "vit 768 12 32 256", "512 8 12", 512), (
                "ViT-B-32-plus-256", "vit 896 12 32 256", "640 10 12", 640),
            ("ViT-H-14", "vit 1280 32 14 224 80", "1024 16 24", 1024), ("ViT-H-14-378", "vit 1280 32 14 378 80", "1024 16 24", 1024), (
                "ViT-H-16", "vit 1280 32 16 224 80", "1024 16 24", 1024),
            ("ViT-L-14", "vit 1024 24 14 224", "768 12 12", 768), ("ViT-L-14-280", "vit 1024 24 14 280", "768 12 12", 768), (
                "ViT-L-14-336", "vit 1024 24 14 336", "768 12 12", 768),
            ("ViT-L-16", "vit 1024 24 16 224", "768 12 12", 768), ("ViT-L-16-320", "vit 1024 24 16 320", "768 12 12", 768),
            ("ViT-M-16", "vit 512 12 16 224", "512 8 12", 512), ("ViT-M-32", "vit 512 12 32 224", "512 8 12", 512), (
                "ViT-M-32-alt", "vit 512 12 32 224", "384 6 12", 384),
            ("ViT-S-16", "vit 384 12 16 224", "384 6 12", 384), ("ViT-S-16-alt", "vit 384 12 16 224", "256 4 10", 256), (
                "ViT-S-32", "vit 384 12 32 224", "384 6 12", 384), ("ViT-S-32-alt", "vit 384 12 32 224", "256 4 10", 256),
            ("ViT-bigG-14", "vit 1664 48 14 224 104 4.9231", "1280 20 32", 1280), (
                "ViT-e-14", "vit 1792 56 14 224 112 8.5715", "1280 20 36", 1280), (
                    "ViT-g-14", "vit 1408 40 14 224 88 4.3637", "1024 16 24", 1024),
        ];
        string[] quick =
        [
            "RN50",
            "RN101",
            "RN50x4",
            "RN50x16",
            "RN50x64",
            "ViT-B-16",
            "ViT-B-32",
            "ViT-H-14",
            "ViT-H-14-378",
            "ViT-L-14",
            "ViT-L-14-336",
            "ViT-bigG-14",
        ];
        foreach (var (name, image, text, embedding) in towers)
        {
            yield return new(name, image, text, embedding);
            if (quick.Contains(name)) yield return new($"{name}-quickgelu", image, text, embedding, Top: """ "quick_gelu": true """);
        }
    }

    private static IEnumerable<PublishedConfiguration> SigLip()
    {
        string[] first =
        [
            "ViT-B-16-SigLIP",
            "ViT-B-16-SigLIP-256",
            "ViT-B-16-SigLIP-384",
            "ViT-B-16-SigLIP-512",
            "ViT-B-16-SigLIP-i18n-256",
            "ViT-L-16-SigLIP-256",
            "ViT-L-16-SigLIP-384",
            "ViT-SO400M-14-SigLIP",
            "ViT-SO400M-14-SigLIP-378",
            "ViT-SO400M-14-SigLIP-384",
            "ViT-SO400M-16-SigLIP-i18n-256",
        ];
        string[] second =
        [
            "ViT-B-32-SigLIP2-256",
            "ViT-B-16-SigLIP2",
            "ViT-B-16-SigLIP2-256",
            "ViT-B-16-SigLIP2-384",
            "ViT-B-16-SigLIP2-512",
            "ViT-L-16-SigLIP2-256",
            "ViT-L-16-SigLIP2-384",
            "ViT-L-16-SigLIP2-512",
            "ViT-SO400M-14-SigLIP2",
            "ViT-SO400M-14-SigLIP2-378",
            "ViT-SO400M-16-SigLIP2-256",
            "ViT-SO400M-16-SigLIP2-384",
            "ViT-SO400M-16-SigLIP2-512",
            "ViT-gopt-16-SigLIP2-256",
            "ViT-gopt-16-SigLIP2-384",
        ];
        const string Vision =
            """ "timm_model_name": "vit_base_patch16_siglip_224", "timm_model_pretrained": false, "timm_pool": "map", "timm_proj": "none" """;
        return
        [
            .. Each(
                first,
                Timm,
                Words,
                768,
                Vision,
                $"{SigLipWords}\"timm/ViT-B-16-SigLIP\"",
                """ "init_logit_bias": -10, "custom_text": true """,
                ["timm_model_name", "hf_tokenizer_name", "tokenizer_kwargs"]),
            .. Each(
                second,
                Timm,
                Words,
                768,
                Vision,
                $"{SigLipWords}\"timm/ViT-B-16-SigLIP2\"{Tanh}",
                """ "init_logit_bias": -10, "custom_text": true """,
                ["timm_model_name", "hf_tokenizer_name", "tokenizer_kwargs"]),
        ];
    }

    private static IEnumerable<PublishedConfiguration> Trunks(string[] names, string words = "") => names.Select(name =>
        new PublishedConfiguration(
            name,
            Timm,
            Words,
            512,
            $"\"timm_model_name\": \"{name}\", \"timm_pool\": \"\", \"timm_proj\": \"linear\"",
            words,
            Refused: ["timm_model_name"]));

    private static IEnumerable<PublishedConfiguration> Each(
        string[] names,
        string image,
        string text,
        int embedding,
        string vision = "",
        string words = "",
        string top = "",
        string[]? refused = null) =>
        names.Select(name => new PublishedConfiguration(name, image, text, embedding, vision, words, top, refused ?? []));

    private static string Eos(string tokenizer, int end = 2) =>
        $"\"hf_tokenizer_name\": \"{tokenizer}\", \"pool_type\": \"eos\", \"eos_id\": {end}";

    private static string[] Numbered(string family, int count) => [.. Enumerable.Range(1, count).Select(number => $"{family} {number}")];
}
