namespace MaskClip.Clip;

/// <summary>The small demonstration model that is shipped inside this library. Replace the asset to replace the model.</summary>
internal static class EmbeddedModel
{
    /// <summary>The name under which it is shown.</summary>
    public const string Name = "mini-clip (embedded)";

    /// <summary>The activation it was trained with.</summary>
    public const Activation Activation = MaskClip.Activation.QuickGelu;

    private const string Asset = "mini-clip/model.safetensors";

    /// <summary>Opens its safetensors bytes, mapped from the assembly.</summary>
    public static UnmanagedMemoryStream Open() =>
        (UnmanagedMemoryStream)(typeof(EmbeddedModel).Assembly.GetManifestResourceStream(Asset)
        ?? throw new InvalidOperationException($"The asset '{Asset}' is not in this build."));
}
