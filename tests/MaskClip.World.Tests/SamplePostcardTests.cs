using MaskClip.World.Drawing;
using MaskClip.World.Scenes;

namespace MaskClip.World.Tests;

public class SamplePostcardTests
{
    private static readonly Lazy<WorldScene> Postcard = new(() => SamplePostcard.Scene(320, 224));

    [Fact]
    public void Draw_Twice_GivesTheSameBytes() =>
        Assert.Equal(Postcard.Value.Picture.Pixels.ToArray(), SamplePostcard.Draw(320, 224).Pixels.ToArray());

    [Fact]
    public void Draw_AnySize_HasThatSize()
    {
        var image = SamplePostcard.Draw(90, 100);
        Assert.Equal((90, 100), (image.Width, image.Height));
    }

    [Theory]
    [InlineData(63)]
    [InlineData(5000)]
    public void Draw_BadSize_NamesTheRange(int size) =>
        Assert.Contains("64 to 4096", Assert.Throws<ArgumentOutOfRangeException>(() => SamplePostcard.Draw(size, 100)).Message);

    [Fact]
    public void Names_EachIsLargeAndNothingElseIsThere()
    {
        var seen = Postcard.Value.Mask.Indices.CountBy(index => WorldClasses.Names[index]).ToDictionary();

        Assert.Equal(SamplePostcard.Names.Order(), seen.Keys.Order());
        Assert.All(seen, one => Assert.True(one.Value >= 4 * 8 * 8, $"{one.Key} has {one.Value} pixels, less than four patches of 8"));
    }

    [Fact]
    public void Things_AreThereOnceAndHardlyHidden()
    {
        Assert.Equal(SamplePostcard.Names.Skip(4).Order(), Postcard.Value.Objects.Select(thing => thing.Name).Order());
        Assert.All(Postcard.Value.Objects, thing => Assert.InRange(thing.Visible, 0.75f, 1));
        Assert.DoesNotContain(Postcard.Value.Objects, thing => thing.HeldOut);
    }

    [Fact]
    public void HashNoise_ManyPoints_FillsTheRangeEvenly()
    {
        var values = Enumerable.Range(0, 10_000).Select(i => HashNoise.At(i % 100, i / 100, 7)).ToList();
        Assert.All(values, value => Assert.InRange(value, 0f, 1f));
        Assert.InRange(values.Average(), 0.48f, 0.52f);
        foreach (var tenth in values.CountBy(value => (int)(value * 10))) Assert.InRange(tenth.Value, 850, 1150);
    }
}
