namespace MaskClip.Methods.Published;

/// <summary>NACLIP's ablation "kk": key-key attention without neighbors.</summary>
internal static class KeyKeyMethod
{
    /// <summary>The method.</summary>
    public static DenseMethod Method { get; } = new()
    {
        Block = new AttentionBlock("kk", new AttentionTerm(Similarities.KeyKey)),
        Summary = "attention is softmax(kk) (NACLIP's ablation); residual and MLP dropped",
        Paper = NaclipMethod.Paper,
        Options = MethodOption.ResidualAndMlp,
        Recommended = "as naclip",
    };
}
