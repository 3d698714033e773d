using MaskClip.Training.Layers;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace MaskClip.Training.Tests.Layers;

public sealed class HeadAttentionTests
{
    private const double Rounding = 0.02; // of bf16's eight bits, a few times over

    [Theory]
    [InlineData(193, 193, 64, false, false)]
    [InlineData(49, 49, 32, false, false)]
    [InlineData(17, 17, 64, true, false)]
    [InlineData(48, 48, 24, true, false)]
    [InlineData(1, 193, 64, false, true)]
    [InlineData(1, 7, 16, false, true)]
    [InlineData(HeadAttention.MaxTokens, HeadAttention.MaxTokens, 16, false, false)]
    [InlineData(HeadAttention.MaxTokens + 1, HeadAttention.MaxTokens + 1, 16, true, false)] // PyTorch's kernel
    public void Gather_InBFloat16_ResultAndGradientsAgreeWithFloat64(int asking, int tokens, int size, bool causal, bool hides)
    {
        using var scope = NewDisposeScope();
        using var generator = new Generator(7);
        Tensor Draw(int rows) => randn([3, 2, rows, size], generator: generator).to(bfloat16);
        Tensor query = Draw(asking), key = Draw(tokens), value = Draw(tokens), direction = Draw(asking);
        var visible = hides ? arange(3 * tokens).remainder(3).ne(0).view(3, 1, 1, tokens) : null;

        var rounded = Run(query, key, value, direction, (q, k, v) => HeadAttention.Gather(q, k, v, causal, visible));
        var exact = Run(
            query.to(float64), key.to(float64), value.to(float64), direction.to(float64), (q, k, v) => Plain(q, k, v, causal, visible));
        foreach (var (a, b) in rounded.Zip(exact))
            Assert.InRange((a.to(float64) - b).norm().item<double>() / b.norm().item<double>(), 0, Rounding);
    }

    /// <summary>The result and the gradients of query, key and value.</summary>
    private static Tensor[] Run(Tensor query, Tensor key, Tensor value, Tensor direction, Func<Tensor, Tensor, Tensor, Tensor> gather)
    {
        Tensor[] leaves = [.. new[] { query, key, value }.Select(leaf => leaf.detach().clone().requires_grad_())];
        var result = gather(leaves[0], leaves[1], leaves[2]);
        result.mul(direction).sum().backward();
        return [result.detach(), .. leaves.Select(leaf => leaf.grad!)];
    }

    private static Tensor Plain(Tensor query, Tensor key, Tensor value, bool causal, Tensor? visible)
    {
        var weights = query.matmul(key.transpose(-2, -1)) / Math.Sqrt(query.shape[3]);
        if (causal) weights = weights.masked_fill(ones(weights.shape[2], weights.shape[3]).triu(1).to(@bool), double.NegativeInfinity);
        if (visible is not null) weights = weights.masked_fill(visible.logical_not(), double.NegativeInfinity);
        return functional.softmax(weights, -1).matmul(value);
    }
}
