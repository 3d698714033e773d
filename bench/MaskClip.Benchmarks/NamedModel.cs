namespace MaskClip.Benchmarks;

/// <summary>Models that benchmarks know by a word of their own.</summary>
internal static class NamedModel
{
    /// <summary>The word for a small CLIP with a ResNet, trained on photographs, that lies beside the repository.</summary>
    public const string MiniClip = "mini-clip";

    /// <summary>The word for a ViT-B/16 with random weights.</summary>
    public const string Random = "random";

    /// <summary>What a word on the command line stands for: one of these, or a model's name or path.</summary>
    public static string Path(string word) => word switch
    {
        MiniClip => "../shared/models/mini-clip/model.safetensors", // seen from the repository's root, where benchmarks are started
        Random => RandomModel.Path,
        _ => word,
    };
}
