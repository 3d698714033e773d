using MaskClip.Cli.Studies;
using MaskClip.Imaging;
using MaskClip.Storage;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

/// <summary><c>maskclip study paper</c> on drawn sets in the published layouts, with the small model in the place of CLIP's.</summary>
public sealed class StudyTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    // A small ResNet: the paper's sizes are large for a small transformer's patches.
    private static readonly string Small = Path.Combine(SharedData.Repository, "models", "world-clip-resnet", "model.safetensors");

    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Paper_EveryLayout_IsEvaluatedAndWhatIsMissingIsNamed()
    {
        Draw("VOCdevkit/VOC2012", "JPEGImages", "SegmentationClass", ".png", "ImageSets/Segmentation/val.txt", 21);
        Draw("VOCdevkit/VOC2010", "JPEGImages", "SegmentationClassContext", ".png", "ImageSets/SegmentationContext/val.txt", 60);
        Draw("coco_stuff164k", "images/val2017", "annotations/val2017", "_labelTrainIds.png", null, 171);

        string[] call = ["study", "paper", "--data", "data", "--weights", $"RN50={Small}", "--limit", "1", "-o", "out"];
        var first = await cli.SucceedAsync(call);

        foreach (var layout in (string[])["voc20", "context59", "coco-stuff"])
        {
            var line = Assert.Single(first.Lines, line => Has(line, " MaskCLIP ", $" {layout} ", " RN50 "));
            Assert.Matches(@"\[[0-9.]+, [0-9.]+\]", line);
        }

        Assert.Matches(@"RN50 +30\.9 +[0-9.]+ \[", Assert.Single(first.Lines, line => Has(line, "speckle")));
        Assert.Contains(first.Lines, line => Has(line, "missing: ViT-B-16: ", "models pull ViT-B-16"));
        Assert.Contains(
            first.Lines, line => Has(line, "to train: maskclip train --data data --layout voc21 ", "--self-training-after 1999"));
        Assert.Contains(first.Lines, line => Has(line, "not the paper's results"));

        // Trained rows are found where the printed commands put them, and finished evaluations are not done again.
        var row = PaperTables.Rows.Single(row => row is { Layout: "voc21", Training: not null });
        AtomicFile.WriteAllBytes(
            cli.At("out", row.Folder, "result.json"),
            """{"student": {"meanIoU": 0.5, "unseen": 0.25, "harmonic": 0.375}}"""u8.ToArray());
        var second = await cli.SucceedAsync(call);
        Assert.Contains(second.Lines, line => Has(line, "88.1 / 86.1 / 87.4", "50.0 / 25.0 / 37.5"));
        Assert.DoesNotContain("images/s", second.Error);
    }

    [Fact]
    public async Task Paper_NothingThere_FailsAndNamesEverySet()
    {
        Directory.CreateDirectory(cli.At("data"));
        var result = await cli.RunAsync("study", "paper", "--data", "data");
        Assert.Equal(1, result.Code);
        foreach (var set in (string[])["voc20", "context59", "coco-stuff"])
            Assert.Contains(result.Lines, line => Has(line, $"missing: {set}: "));
        Assert.Contains("None of the tables' rows could be made", result.Error);
    }

    [Theory]
    [InlineData("RN51=x.pt")]
    [InlineData("RN50")]
    public async Task Paper_WeightsOfNoModelOfTheTables_AreRefused(string weights)
    {
        var result = await cli.RunAsync("study", "paper", "--data", "data", "--weights", weights);
        Assert.Equal(2, result.Code);
        Assert.Contains($"--weights is '{weights}'", result.Error);
    }

    private static bool Has(string line, params string[] parts) => parts.All(part => line.Contains(part, StringComparison.Ordinal));

    private void Draw(string folder, string images, string masks, string ending, string? list, int classes)
    {
        const int Width = 64, Height = 48;
        var pixels = new byte[3 * Width * Height];
        new Random(1).NextBytes(pixels);
        var photo = new RgbImage(Width, Height, pixels);
        var path = cli.At("data", folder, images, "2007_000033.jpg");
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        photo.SavePng(path);
        byte[] labels = [.. Enumerable.Range(0, Width * Height).Select(i => (byte)(i % Width * classes / Width))];
        AtomicFile.WriteAllBytes(
            cli.At("data", folder, masks, $"2007_000033{ending}"), IndexedPng.Encode(new IndexedImage(Width, Height, labels, [])));
        if (list is null) return;
        AtomicFile.WriteAllBytes(cli.At("data", folder, list), "2007_000033\n"u8.ToArray());
    }
}
