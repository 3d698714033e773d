using System.Globalization;
using MaskClip.Training.Schedule;

namespace MaskClip.Training.Tests.Schedule;

public sealed class ScheduleTests
{
    [Theory]
    [InlineData(0, 0.01)]
    [InlineData(1000, 0.005405278640)] // 0.0099 · 0.5^0.9 + 0.0001
    [InlineData(1999, 0.000110585425)] // 0.0099 · 0.0005^0.9 + 0.0001
    public void Rate_PaperSettings_FollowsTheFormula(int step, double rate) =>
        Assert.Equal(rate, new PolySchedule(0.01, 1e-4, 0.9, 2000).Rate(step), 1e-11);

    [Fact]
    public void Rate_Falls_AndNeverBelowTheFloor()
    {
        var schedule = new PolySchedule(0.01, 1e-4, 0.9, 300);
        for (int step = 1; step < 300; step++)
        {
            Assert.True(schedule.Rate(step) < schedule.Rate(step - 1));
            Assert.True(schedule.Rate(step) > 1e-4);
        }
    }

    [Theory]
    [InlineData("10%", 20000, 2000)]
    [InlineData("12.5%", 80, 10)]
    [InlineData("0%", 100, 0)]
    [InlineData("150", 400, 150)]
    [InlineData("500", 400, 400)]
    [InlineData("never", 400, 400)]
    public void SwitchPoint_Parse_GivesTheStep(string text, int steps, int step) =>
        Assert.Equal(step, SwitchPoint.Parse(text).StepOf(steps));

    [Fact]
    public void SwitchPoint_AShare_LeavesBothLabelersAStepInRunsOfAnyLength()
    {
        foreach (var share in (string[])["0.01%", "10%", "50%", "99.99%"])
        {
            for (int steps = 2; steps <= 400; steps++)
            {
                int first = SwitchPoint.Parse(share).StepOf(steps);
                Assert.InRange(first, 1, steps - 1);
                Assert.InRange(first, 0.01 * double.Parse(share[..^1], CultureInfo.InvariantCulture) * steps - 1, double.MaxValue);
            }

            Assert.Equal(1, SwitchPoint.Parse(share).StepOf(1));
        }
    }

    [Theory]
    [InlineData("soon")]
    [InlineData("-1")]
    [InlineData("101%")]
    [InlineData("1.5")]
    [InlineData("")]
    public void SwitchPoint_Parse_RefusesOthers(string text) =>
        Assert.Contains($"Unknown switch point '{text}'", Assert.Throws<OptionsException>(() => SwitchPoint.Parse(text)).Message);

    [Theory]
    [InlineData("10%")]
    [InlineData("150")]
    [InlineData("never")]
    public void SwitchPoint_ToString_CanBeParsed(string text) => Assert.Equal(text, SwitchPoint.Parse(text).ToString());
}
