namespace MaskClip.Cli.Tests;

/// <summary>What is asked and what is written: <c>--prompt "sofa|couch=seat"</c>.</summary>
public sealed class LabelTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Label_BehindASign_IsWhatEveryResultCarries()
    {
        var photo = cli.Photo("card.png");
        await File.WriteAllTextAsync(cli.At("names.txt"), "sky|blue sky=heaven\nlawn|grass=meadow == green\n");
        string[] formats = ["--format", "coco,cvat", "--save", "heatmap,json,overlay"];

        await cli.SucceedAsync(
            ["segment", photo, "-p", "sky|blue sky=heaven", "-p", "lawn|grass=meadow == green", "-o", "typed", .. formats]);
        await cli.SucceedAsync(["segment", photo, "--classes", cli.At("names.txt"), "-o", "listed", .. formats]);
        await cli.SucceedAsync(["segment", photo, "-p", "sky|blue sky", "-p", "lawn|grass", "-o", "plain", .. formats]);

        foreach (var folder in (string[])["typed", "listed"])
        {
            var json = await File.ReadAllTextAsync(cli.At(folder, "card.json"));
            Assert.Contains("\"heaven\"", json);
            Assert.Contains("\"meadow = green\"", json);
            Assert.DoesNotContain("sky", json);
            Assert.DoesNotContain("lawn", json);
            Assert.Contains("\"name\":\"heaven\"", await File.ReadAllTextAsync(cli.At(folder, "coco", "instances.json")));
            Assert.Contains("<name>meadow = green</name>", await File.ReadAllTextAsync(cli.At(folder, "cvat", "annotations.xml")));
            Assert.Contains(Directory.GetFiles(cli.At(folder)), file => file.EndsWith("card.heatmap.heaven.png", StringComparison.Ordinal));
            // What is asked decides what is found; the legend shows what is written.
            Assert.Equal(
                (await File.ReadAllTextAsync(cli.At("plain", "card.json"))).Replace("\"sky\"", "\"heaven\"", StringComparison.Ordinal)
                    .Replace("\"lawn\"", "\"meadow = green\"", StringComparison.Ordinal),
                json);
            Assert.NotEqual(
                await File.ReadAllBytesAsync(cli.At("plain", "card.overlay.png")),
                await File.ReadAllBytesAsync(cli.At(folder, "card.overlay.png")));
        }
    }
}
