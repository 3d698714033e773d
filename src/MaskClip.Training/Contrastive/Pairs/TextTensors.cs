using static TorchSharp.torch;

namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>Texts of about the same length.</summary>
/// <param name="Tokens">int64 <c>[m, k]</c>: rows of the batch's token embeddings, padded with 0.</param>
/// <param name="Ends">int64 <c>[m]</c>: the place at which each text is read.</param>
/// <param name="Visible">bool <c>[m, 1, 1, k]</c>: the places up to there.</param>
internal sealed record TextTensors(Tensor Tokens, Tensor Ends, Tensor Visible) : IDisposable
{
    /// <summary>Lays texts out.</summary>
    /// <param name="texts">Rows of the batch's token embeddings; the last of each is where it is read.</param>
    /// <param name="device">Where to.</param>
    public static TextTensors Of(IReadOnlyList<int[]> texts, Device device)
    {
        int length = texts.Max(text => text.Length);
        var tokens = new long[texts.Count * length];
        var visible = new bool[tokens.Length];
        for (int i = 0; i < texts.Count; i++)
        {
            for (int k = 0; k < texts[i].Length; k++) tokens[i * length + k] = texts[i][k];
            visible.AsSpan(i * length, texts[i].Length).Fill(true);
        }

        return new TextTensors(
            On(tensor(tokens, [texts.Count, length]), device),
            On(tensor(texts.Select(text => text.Length - 1L).ToArray()), device),
            On(tensor(visible, [texts.Count, 1, 1, length]), device));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Tokens.Dispose();
        Ends.Dispose();
        Visible.Dispose();
    }

    private static Tensor On(Tensor value, Device device) => value.to(device).DetachFromDisposeScope();
}
