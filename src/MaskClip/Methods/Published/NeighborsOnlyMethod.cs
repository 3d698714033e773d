namespace MaskClip.Methods.Published;

/// <summary>NACLIP's ablation "neighborhood only": the Gaussian alone, as large as query-key logits are on average.</summary>
internal static class NeighborsOnlyMethod
{
    /// <summary>The method.</summary>
    public static DenseMethod Method { get; } = new()
    {
        Block = new AttentionBlock("nonly", new AttentionTerm(Similarities.None, Neighbors: new(NaclipMethod.UsualSigma, ByNorms: true))),
        Summary = "attention is softmax(Gaussian over neighbors) (NACLIP's ablation); residual and MLP dropped",
        Paper = NaclipMethod.Paper,
        Options = [NaclipMethod.Sigma, .. MethodOption.ResidualAndMlp],
        Recommended = "as naclip",
    };
}
