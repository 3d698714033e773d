using MaskClip.Models;

namespace MaskClip.Clip;

/// <summary>The small demonstration model that is shipped inside this library. Replace the asset to replace the model.</summary>
internal static class EmbeddedModel
{
    /// <summary>The name under which it is shown.</summary>
    public const string Name = $"{ModelResolver.Embedded} (embedded)";

    private const string Asset = $"{ModelResolver.Embedded}/model.safetensors";

    /// <summary>Opens its safetensors bytes, mapped from the assembly.</summary>
    public static UnmanagedMemoryStream Open() =>
        (UnmanagedMemoryStream)(typeof(EmbeddedModel).Assembly.GetManifestResourceStream(Asset)
        ?? throw new InvalidOperationException($"The asset '{Asset}' is not in this build."));
}
