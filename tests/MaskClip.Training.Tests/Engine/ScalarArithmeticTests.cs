using MaskClip.Training.Engine;
using TorchSharp;
using static TorchSharp.torch;

namespace MaskClip.Training.Tests.Engine;

public sealed class ScalarArithmeticTests
{
    [Fact]
    public void EveryOperation_GivesWhatItSays()
    {
        using var scope = NewDisposeScope();
        Tensor x = tensor(new float[] { 1, -2, 3 }), y = tensor(new float[] { 4, 5, 6 });
        Assert.Equal([5, 3, 9], x.Plus(y).data<float>().ToArray());
        Assert.Equal([3, 0.5f, 6], x.Plus(y, 0.5).data<float>().ToArray());
        Assert.Equal([2, -4, 6], x.Times(2).data<float>().ToArray());
        Assert.Equal([1, 0, 3], x.AtLeast(0).data<float>().ToArray());
        Assert.Equal([false, true, false], x.Is(-2).data<bool>().ToArray());
        Assert.Equal([true, false, true], x.IsNot(-2).data<bool>().ToArray());
        Assert.Equal([1, 7, 3], x.Filled(x.Is(-2), 7).data<float>().ToArray());
        Assert.Equal([9, 8, 15], x.Add(y, 2).data<float>().ToArray());
        Assert.Equal([4.5f, 4, 7.5f], x.Scale(0.5).data<float>().ToArray());
        Assert.Equal([4.5f, 4, 7.5f], x.data<float>().ToArray());
    }

    /// <summary>With TorchSharp's own operators about one sum in ten thousand fails here ("Unknown scalar type", or "got false").</summary>
    [Fact]
    public async Task Sums_WhileGarbageIsCollected_StayRight()
    {
        using var done = new CancellationTokenSource();
        var collecting = Task.Run(() =>
        {
            while (!done.IsCancellationRequested) GC.Collect(0);
        });
        try
        {
            using Tensor sum = zeros(1 << 12), one = ones(1 << 12);
            for (int round = 0; round < 2000; round++)
            {
                sum.zero_();
                sum.Add(one, 3).Scale(2);
                using var more = sum.Plus(one);
                Assert.True(more.data<float>().All(value => value == 7), $"round {round}");
            }
        }
        finally
        {
            await done.CancelAsync();
            await collecting;
        }
    }
}
