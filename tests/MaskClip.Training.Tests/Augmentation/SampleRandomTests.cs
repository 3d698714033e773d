using MaskClip.Training.Augmentation;

namespace MaskClip.Training.Tests.Augmentation;

public sealed class SampleRandomTests
{
    [Fact]
    public void Numbers_OfTheSameSample_AreTheSame()
    {
        SampleRandom one = new(3, 7, 2), other = new(3, 7, 2);
        for (int i = 0; i < 100; i++) Assert.Equal(one.Next(), other.Next());
    }

    [Theory]
    [InlineData(4, 7, 2)]
    [InlineData(3, 8, 2)]
    [InlineData(3, 7, 3)]
    [InlineData(7, 3, 2)]
    [InlineData(3, 2, 7)]
    public void Numbers_OfOtherSamples_Differ(long seed, long step, long index)
    {
        SampleRandom one = new(3, 7, 2), other = new(seed, step, index);
        Assert.DoesNotContain(true, Enumerable.Range(0, 20).Select(_ => Math.Abs(one.Next() - other.Next()) < 1e-9));
    }

    [Fact]
    public void FirstNumbers_OfManySamples_AreSpreadEvenly()
    {
        var tenths = new int[10];
        for (int step = 0; step < 1000; step++)
        {
            for (int index = 0; index < 8; index++) tenths[new SampleRandom(1, step, index).Below(10)]++;
        }

        Assert.All(tenths, count => Assert.InRange(count, 700, 900));
    }
}
