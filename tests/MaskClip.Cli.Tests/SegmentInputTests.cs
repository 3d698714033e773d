using System.Text.Json;
using MaskClip.Imaging;

namespace MaskClip.Cli.Tests;

/// <summary>The flags for sizes, windows, edges and background, from the command line to the mask.</summary>
public sealed class SegmentInputTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private static readonly string[] Start =
    [
        "segment", "card.png", "-p", "sky", "-p", "grass|lawn", "-p", "tree", "-q", "--templates", "simple", "--save", "mask"
    ];

    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Theory]
    [InlineData("--long-side", "224", "--size", "192")]
    [InlineData("--resize", "opencv-bilinear")]
    [InlineData("--sides", "pad", "--size", "200")]
    [InlineData("--windows", "96/64", "--size", "160")]
    [InlineData("--flip")]
    [InlineData("--scales", "0.5,1")]
    [InlineData("--synonyms", "best-probability")]
    [InlineData("--background-threshold", "0.6", "--background", "car,house")]
    [InlineData("--area-threshold", "0.3")]
    [InlineData("--pamr", "3")]
    [InlineData("--pamr", "2", "--pamr-dilations", "1,4")]
    [InlineData("--guided-filter", "0.5")]
    [InlineData("--vocabulary-reduction", "0.5")]
    [InlineData(
        "--windows",
        "96/64",
        "--size",
        "160",
        "--flip",
        "--key-smoothing",
        "0.9",
        "--prompt-denoising",
        "0.3",
        "--pamr",
        "2",
        "--area-threshold",
        "0.05")]
    [InlineData(
        "--windows",
        "96/64",
        "--size",
        "160",
        "--scales",
        "1,1.5",
        "--synonyms",
        "best-probability",
        "--guided-filter",
        "--background",
        "car",
        "--background-threshold",
        "0.3")]
    public async Task Flags_AreRecordedAndRepeatTheMask(params string[] flags)
    {
        cli.Photo("card.png", 200, 150);
        await cli.SucceedAsync([.. Start, .. flags, "-o", "one"]);

        await cli.SucceedAsync("segment", "card.png", "-q", "--config", "one/options.json", "-o", "two");

        Assert.Equal(
            await File.ReadAllBytesAsync(cli.At("one", "card.mask.png")), await File.ReadAllBytesAsync(cli.At("two", "card.mask.png")));
        using var options = JsonDocument.Parse(await File.ReadAllTextAsync(cli.At("one", "options.json")));
        foreach (var flag in flags.Where(flag => flag.StartsWith("--", StringComparison.Ordinal)))
        {
            Assert.True(options.RootElement.TryGetProperty(flag[2..], out _), $"{flag} is not in options.json");
        }

        var mask = IndexedPng.Read(cli.At("one", "card.mask.png"));
        Assert.Equal((200, 150), (mask.Width, mask.Height));
        Assert.All(mask.Indices, index => Assert.InRange(index, flags.Contains("--background") ? 0 : 1, 3));
    }

    [Fact]
    public async Task NumbersLeftOut_AreTheUsualOnes()
    {
        cli.Photo("card.png", 200, 150);

        await cli.SucceedAsync(["segment", "--pamr", "card.png", .. Start[2..], "-o", "one"]);
        await cli.SucceedAsync(["segment", "--vocabulary-reduction", "--guided-filter", "card.png", .. Start[2..], "-o", "two"]);

        Assert.Contains("\"pamr\": \"10\"", await File.ReadAllTextAsync(cli.At("one", "options.json")));
        var options = await File.ReadAllTextAsync(cli.At("two", "options.json"));
        Assert.Contains("\"guided-filter\": \"1\"", options);
        Assert.Contains("\"vocabulary-reduction\": ", options);
    }

    [Fact]
    public async Task BackgroundThresholdOfOne_LeavesNothingButBackground()
    {
        cli.Photo("card.png", 200, 150);

        await cli.SucceedAsync([.. Start, "--background", "car", "--background-threshold", "1", "--logit-scale", "10"]);

        Assert.DoesNotContain(IndexedPng.Read(cli.At("out", "card.mask.png")).Indices, index => index > 0);
    }

    [Fact]
    public async Task AreaThreshold_TakesOutWhatIsSmall()
    {
        cli.Photo("card.png", 200, 150);
        await cli.SucceedAsync([.. Start, "-o", "all"]);
        var shares = IndexedPng.Read(cli.At("all", "card.mask.png")).Indices
            .CountBy(index => index)
            .Select(pair => (pair.Key, Share: pair.Value / 30_000.0))
            .OrderBy(pair => pair.Share)
            .ToArray();
        Assert.True(shares.Length > 1, "the test needs two names in the photo");

        await cli.SucceedAsync([.. Start, "--area-threshold", ((shares[0].Share + shares[1].Share) / 2).ToString("0.0000"), "-o", "large"]);

        Assert.DoesNotContain(shares[0].Key, IndexedPng.Read(cli.At("large", "card.mask.png")).Indices);
    }
}
