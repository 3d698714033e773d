using MaskClip.World.Drawing;

namespace MaskClip.World.Tests;

public class DiceTests
{
    [Fact]
    public void Throws_AreThoseOfSplitMix64()
    {
        // The published test values for seed 1234567 (Vigna, splitmix64.c), whose upper 24 bits make the number.
        var dice = new Dice(1234567);
        ulong[] expected = [6457827717110365317, 3203168211198807973, 9817491932198370423];
        Assert.All(expected, value => Assert.Equal((value >> 40) / (float)(1 << 24), dice.Unit()));
    }

    [Fact]
    public void Below_ManyThrows_IsEven()
    {
        var dice = Dice.For(3, 1);
        var counts = Enumerable.Range(0, 6000).CountBy(_ => dice.Below(6)).ToList();
        Assert.Equal(6, counts.Count);
        Assert.All(counts, count => Assert.InRange(count.Value, 850, 1150));
    }

    [Fact]
    public void For_OtherPurposeOrSeed_ThrowsOtherwise()
    {
        var first = from seed in Enumerable.Range(0, 30) from purpose in Enumerable.Range(0, 30) select Dice.For(seed, purpose).Seed();
        Assert.Equal(900, first.Distinct().Count());
    }

    [Fact]
    public void Turns_SineAndCosine_AreWithinTwoMillionths()
    {
        for (int i = -4000; i <= 4000; i++)
        {
            float turns = i / 1000f;
            Assert.Equal(Math.Sin(2 * Math.PI * turns), Turns.Sin(turns), 5e-6);
            Assert.Equal(Math.Cos(2 * Math.PI * turns), Turns.Cos(turns), 5e-6);
        }
    }
}
