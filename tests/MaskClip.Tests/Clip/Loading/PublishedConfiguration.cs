namespace MaskClip.Tests.Clip.Loading;

/// <summary>One of open_clip's model_configs as numbers: what sets it apart, and what is right for it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Image">The image tower: "vit WIDTH LAYERS PATCH SIDE [HEADWIDTH [MLPRATIO]]", "rn WIDTH STAGES SIDE", or "timm".</param>
/// <param name="Text">The text tower: "WIDTH HEADS LAYERS", or "hf".</param>
/// <param name="Embedding">Length of the common embedding.</param>
/// <param name="Vision">Further fields of vision_cfg.</param>
/// <param name="Words">Further fields of text_cfg.</param>
/// <param name="Top">Further fields of model_cfg.</param>
/// <param name="Refused">The fields that it is refused for; none: it is computed.</param>
internal sealed record PublishedConfiguration(
    string Name, string Image, string Text, int Embedding, string Vision = "", string Words = "", string Top = "", params string[] Refused)
{
    public override string ToString() => Name;
}
