using MaskClip.World;

namespace MaskClip.Evaluation.Tests.Runs;

public sealed class CorruptionSettingTests
{
    [Fact]
    public void All_IsTheWholeTable() => Assert.Equal(40, CorruptionSetting.All.Distinct().Count());

    [Theory]
    [InlineData("gaussian_noise", Corruption.GaussianNoise)]
    [InlineData("Gaussian noise", Corruption.GaussianNoise)]
    [InlineData("jpeg-compression", Corruption.JpegCompression)]
    public void ParseKind_UsualSpellings_AreKnown(string name, Corruption expected) =>
        Assert.Equal(expected, CorruptionSetting.ParseKind(name));

    [Fact]
    public void ParseKind_Unknown_NamesAll() =>
        Assert.Contains("spatter", Assert.Throws<OptionsException>(() => CorruptionSetting.ParseKind("rain")).Message);

    [Fact]
    public void Apply_DependsOnSeedAndPhotoOnly()
    {
        var photo = SamplePostcard.Draw(64, 64);
        var setting = new CorruptionSetting(Corruption.GaussianNoise, 2);

        var once = setting.Apply(photo, "a", 1).Pixels.ToArray();

        Assert.Equal(once, setting.Apply(photo, "a", 1).Pixels.ToArray());
        Assert.NotEqual(once, setting.Apply(photo, "b", 1).Pixels.ToArray());
        Assert.NotEqual(once, setting.Apply(photo, "a", 2).Pixels.ToArray());
    }
}
