using MaskClip.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Layers;

/// <summary>
/// What heads gather: values, weighted by the softmax of queries and keys (scaled dot-product attention, arXiv 1706.03762, eq. 1).
/// </summary>
/// <remarks>
/// On processors PyTorch's own kernel gives bf16 products to MKL, which without Intel's instructions for it computes them in fp32. As plain
/// products they go to oneDNN, which has bf16 for every processor that has it: a step of the small world's ViT takes 0.81 of the time (Zen
/// 5). All weights of all heads are then in memory, so where there are many tokens the kernel stays.
/// </remarks>
internal static class HeadAttention
{
    /// <summary>The maximum number of tokens whose weights are kept.</summary>
    internal const int MaxTokens = 320;

    /// <summary>Gathers values.</summary>
    /// <param name="query"><c>[n, heads, asking, d]</c>.</param>
    /// <param name="key"><c>[n, heads, tokens, d]</c>.</param>
    /// <param name="value"><c>[n, heads, tokens, d]</c>.</param>
    /// <param name="causal">Whether a token sees only itself and those before it; all have to be asking then.</param>
    /// <param name="visible">bool <c>[n, 1, 1, tokens]</c>: what is seen; <see langword="null"/> for all.</param>
    /// <returns><c>[n, heads, asking, d]</c>.</returns>
    public static Tensor Gather(Tensor query, Tensor key, Tensor value, bool causal = false, Tensor? visible = null)
    {
        long tokens = key.shape[2];
        if (query.dtype != ScalarType.BFloat16 || query.device_type != DeviceType.CPU || tokens > MaxTokens)
        {
            return functional.scaled_dot_product_attention(query, key, value, visible, is_casual: causal);
        }

        using var scope = NewDisposeScope();
        var weights = query.Times(1 / Math.Sqrt(query.shape[3])).matmul(key.transpose(-2, -1));
        var hidden = causal ? ones(tokens, tokens, query.dtype).triu(1) : visible?.logical_not().to(query.dtype);
        if (hidden is not null) weights = weights.Plus(hidden, Logits.Masked);
        return functional.softmax(weights, -1).matmul(value).MoveToOuterDisposeScope();
    }
}
