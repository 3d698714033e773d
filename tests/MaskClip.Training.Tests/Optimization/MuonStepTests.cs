using MaskClip.Testing;
using MaskClip.Training.Optimization;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Optimization;

public sealed class MuonStepTests
{
    [Theory]
    [InlineData(24, 24)]
    [InlineData(16, 64)]
    [InlineData(64, 16)]
    public void Orthogonal_KeepsDirections_AndMakesThemEquallyLong(int rows, int columns)
    {
        using var scope = NewDisposeScope();
        // Known singular vectors: an orthogonal basis on either side, lengths from 1 to 20.
        int rank = Math.Min(rows, columns);
        Tensor left = linalg.qr(randn(rows, rank, generator: new Generator(1))).Q, right = linalg.qr(
            randn(columns, rank, generator: new Generator(2))).Q;
        var matrix = left.matmul(diag(linspace(1, 20, rank))).matmul(right.t());
        var made = left.t().matmul(MuonStep.Orthogonal(stack([matrix, matrix.neg()]))[0]).matmul(right);
        float[] lengths = made.diagonal().data<float>().ToArray();
        Assert.All(lengths, length => Assert.InRange(length, 0.6, 1.3));
        Close.Within(1e-3, new float[rank * rank], (made - diag(made.diagonal())).contiguous().data<float>().ToArray());
    }

    [Fact]
    public void MuonStep_InBFloat16_StepsWhereItDoesInFloat32()
    {
        using var scope = NewDisposeScope();
        var gradient = randn(64, 96, generator: new Generator(5));
        Tensor Step(bool bf16)
        {
            var value = zeros(64, 96);
            new MuonStep(0.01, bf16).Apply(value, gradient, zeros(64, 96), parts: 1, decay: 0);
            return value;
        }

        Tensor exact = Step(false), fast = Step(true);
        double cosine = (exact * fast)
            .sum()
            .item<float>() / Math.Sqrt(exact.square().sum().item<float>() * fast.square().sum().item<float>());
        Assert.InRange(cosine, 0.999, 1 - 1e-7); // alike, and really in bf16
        Assert.InRange(fast.square().mean().sqrt().item<float>(), 0.01 * 0.2 * 0.6, 0.01 * 0.2 * 1.3);
    }

    [Fact]
    public void MuonStep_StepsEachMatrixOfATensor_AsLongAsAdamWWould()
    {
        using var scope = NewDisposeScope();
        Tensor value = ones(3 * 16, 16), mean = zeros(3 * 16, 16), gradient = randn(3 * 16, 16, generator: new Generator(3));
        gradient.narrow(0, 0, 16).mul_(1000); // one of three: alone it would leave nothing for the others
        new MuonStep(0.01).Apply(value, gradient, mean, parts: 3, decay: 0.5);
        var moved = (value - ones(3 * 16, 16) * (1 - 0.01 * 0.5)).view(3, 16, 16);
        for (int part = 0; part < 3; part++)
        {
            Assert.InRange(moved[part].square().mean().sqrt().item<float>(), 0.01 * 0.2 * 0.6, 0.01 * 0.2 * 1.3);
            Assert.True((moved[part] * gradient.view(3, 16, 16)[part]).sum().item<float>() < 0, "against the gradient");
        }
    }
}
