using MaskClip.CommandLine;
using MaskClip.Imaging;
using MaskClip.World;

namespace MaskClip.Cli.Tests;

public sealed class SampleTests : IDisposable
{
    private readonly Cli cli = new();

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task NoOptions_DrawsThePostcard()
    {
        var result = await cli.SucceedAsync("sample");

        Assert.Contains("postcard.png: 640x448", result.Error);
        var picture = RgbImage.Load(cli.At("postcard.png"));
        Assert.Equal(SamplePostcard.Draw().Pixels.ToArray(), picture.Pixels.ToArray());
    }

    [Theory]
    [InlineData("postcard", 200, 140)]
    [InlineData("7", 200, 140)]
    [InlineData("things", 896, 895)]
    public async Task Scene_DrawsOnePicture(string scene, int width, int height)
    {
        await cli.SucceedAsync("sample", "--scene", scene, "--size", "200x140", "-o", "one.png", "-q");

        var picture = RgbImage.Load(cli.At("one.png"));
        Assert.Equal((width, height), (picture.Width, picture.Height));
    }

    [Fact]
    public async Task Count_DrawsAFolderThatIsADataSet()
    {
        var result = await cli.SucceedAsync(
            "sample", "--count", "60", "--seed", "9", "--size", "64x48", "--split", "test", "--output", "w");

        Assert.Contains("60 scenes drawn in", result.Error);
        Assert.Contains("w: 60 scenes of 64x48", result.Error);
        Assert.Equal(60, Directory.GetFiles(cli.At("w", "images")).Length);
        Assert.Equal(
            SmallWorld.Scene((9L << 32) + 4, WorldSplit.Test, 64, 48).Mask.Indices,
            IndexedPng.Read(cli.At("w", "masks", "000004.png")).Indices);
        Assert.True((await File.ReadAllLinesAsync(cli.At("w", "captions.tsv"))).Length > 240);

        var check = await cli.SucceedAsync("datasets", "check", "w");
        Assert.Contains("60 photos", check.Output + check.Error);
        Assert.Contains("no errors", check.Output + check.Error);
    }

    [Fact]
    public async Task Count_Again_KeepsWhatIsThere()
    {
        await cli.SucceedAsync("sample", "--count", "5", "--size", "32x32", "--output", "w");
        var result = await cli.SucceedAsync("sample", "--count", "8", "--size", "32x32", "--output", "w");

        Assert.Contains("w: 8 scenes of 32x32, 5 of them were there already", result.Error);
        Assert.Equal(8, Directory.GetFiles(cli.At("w", "images")).Length);
    }

    [Fact]
    public async Task Count_OtherSeedInTheSameFolder_IsWrongUsage()
    {
        await cli.SucceedAsync("sample", "--count", "2", "--size", "32x32", "--output", "w");
        var result = await cli.RunAsync("sample", "--count", "2", "--size", "32x32", "--seed", "2", "--output", "w");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("holds scenes of seed 1", result.Error);
    }

    [Fact]
    public async Task Settings_OfOtherVerbs_DoNotApply()
    {
        await File.WriteAllTextAsync(cli.At("maskclip.json"), """{ "size": 300 }""");
        cli.Environment["MASKCLIP_SIZE"] = "512";
        cli.Environment["MASKCLIP_SPLIT"] = "val";

        await cli.SucceedAsync("sample", "--count", "1", "--output", "w");

        var picture = RgbImage.Load(cli.At("w", "images", "000000.png"));
        Assert.Equal((128, 128), (picture.Width, picture.Height));
    }
}
