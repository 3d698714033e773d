using System.Text.Json;
using MaskClip.CommandLine;
using MaskClip.CommandLine.Inputs;
using MaskClip.Imaging;
using MaskClip.Testing;
using MaskClip.World;

namespace MaskClip.Cli.Tests;

public sealed class SegmentTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Sample_NamesGiven_WritesOverlayMaskTableAndOptions()
    {
        var result = await cli.SucceedAsync("segment", "--sample", "--prompt", "sky", "--prompt", "grass|lawn", "--prompt", "tree");

        string[] files = ["classes.json", "classes.txt", "options.json", "postcard.json", "postcard.mask.png", "postcard.overlay.png"];
        Assert.Equal(files, Names("out"));
        var mask = IndexedPng.Read(cli.At("out", "postcard.mask.png"));
        Assert.Equal((640, 448), (mask.Width, mask.Height));
        Assert.All(mask.Indices, index => Assert.InRange(index, 1, 3));
        Assert.Equal(1, mask.Indices[320]); // sky, in the middle of the top row
        Assert.Equal(2, mask.Indices[^20]); // grass, at the bottom right
        var overlay = RgbImage.Load(cli.At("out", "postcard.overlay.png"));
        Assert.True(overlay.Width == 640 && overlay.Height > 448, "the overlay has the legend below the photo");
        Assert.Contains("grass", result.Error);
        Assert.Empty(result.Output);
    }

    [Fact]
    public async Task Sample_AllItsNames_MostAreFoundWhereTheyAre()
    {
        await cli.SucceedAsync(["segment", "--sample", .. SamplePostcard.Names.SelectMany(name => new[] { "--prompt", name })]);

        byte[] found = IndexedPng.Read(cli.At("out", "postcard.mask.png")).Indices, truth = SamplePostcard.Scene(640, 448).Mask.Indices;
        var overlaps = SamplePostcard.Names.Select((name, index) => (Name: name, IoU: Overlap(
            [.. found.Select(label => label == index + 1)], [.. truth.Select(label => WorldClasses.Names[label] == name)]))).ToArray();
        Assert.True(
            overlaps.Count(one => one.IoU > 0.3) > overlaps.Length / 2,
            $"IoU: {string.Join(", ", overlaps.Select(one => $"{one.Name} {one.IoU:0.00}"))}");

        static double Overlap(bool[] one, bool[] other) =>
            one.Zip(other).Count(pair => pair is (true, true)) / (double)one.Zip(other).Count(pair => pair.First || pair.Second);
    }

    [Fact]
    public async Task Json_Regions_AreThoseOfTheFileAndFitTheMask()
    {
        var photo = cli.Photo("card.png");

        var result = await cli.SucceedAsync("segment", photo, "-p", "sky", "-p", "grass", "--background", "house,car", "--json", "--quiet");

        var mask = IndexedPng.Read(cli.At("out", "card.mask.png"));
        using var json = JsonDocument.Parse(result.Output);
        using var file = JsonDocument.Parse(await File.ReadAllTextAsync(cli.At("out", "card.json")));
        Assert.True(JsonElement.DeepEquals(file.RootElement, json.RootElement));
        long area = 0;
        foreach (var region in json.RootElement.GetProperty("regions").EnumerateArray())
        {
            Assert.Equal("class,label,score,peak,share,area,bbox", string.Join(',', region.EnumerateObject().Select(one => one.Name)));
            Assert.Contains(region.GetProperty("label").GetString(), new[] { "background", "sky", "grass" });
            Assert.InRange(region.GetProperty("score").GetDouble(), 0.2, 1);
            area += region.GetProperty("area").GetInt64();
            var box = region.GetProperty("bbox").EnumerateArray().Select(number => number.GetInt32()).ToArray();
            Assert.True(box is [>= 0, >= 0, > 0, > 0] && box[0] + box[2] <= mask.Width && box[1] + box[3] <= mask.Height);
        }

        Assert.Equal(mask.Indices.Length, area);
    }

    [Fact]
    public async Task Photo_FirstReadmeExample_WritesResultsAtThePhotosSize()
    {
        var photo = SharedData.Path("data", "demo-photos", "chelsea.png");

        await cli.SucceedAsync(
            "segment", photo, "--prompt", "cat", "--prompt", "sofa|couch", "--background", "wall,floor", "--output", "out/");

        var (mask, original) = (IndexedPng.Read(cli.At("out", "chelsea.mask.png")), RgbImage.Load(photo));
        Assert.Equal((original.Width, original.Height), (mask.Width, mask.Height));
        Assert.All(mask.Indices, index => Assert.InRange(index, 0, 2));
    }

    [Fact]
    public async Task Folder_SecondReadmeExample_WritesEveryFormatForEveryPhoto()
    {
        cli.Photo("photos/a.png");
        cli.Photo("photos/b.png", 224, 96);
        var weights = SharedData.Path("golden", "vit.safetensors");

        var result = await cli.SucceedAsync(
            "segment", "photos/", "--classes", "voc", "--weights", weights, "--method", "maskclip",
            "--key-smoothing", "--prompt-denoising", "--templates", "simple", "--save", "overlay,mask,heatmap,json");

        HashSet<string> files = ["a.json", "a.mask.png", "a.overlay.png", "b.json", "b.mask.png", "b.overlay.png"];
        Assert.Subset(Names("out").ToHashSet(), files);
        Assert.Contains(Names("out"), name => name.StartsWith("a.heatmap", StringComparison.Ordinal));
        Assert.Contains("2 photos segmented", result.Error);
        Assert.DoesNotContain("demonstration model", result.Error);
        Assert.Contains("\"_model\": \"vit.safetensors\"", await File.ReadAllTextAsync(cli.At("out", "options.json")));
    }

    [Fact]
    public async Task BrokenPhotoAmongMany_IsReportedAtTheEndAndStopsNothing()
    {
        cli.Photo("in/a.png");
        cli.Broken("in/b.jpg");
        cli.Photo("in/c.png");

        var result = await cli.RunAsync("segment", "in", "-p", "sky", "-p", "grass", "--save", "mask");

        Assert.Equal(ExitCode.SomeFailed, result.Code);
        Assert.Equal(["a.mask.png", "c.mask.png", "classes.json", "classes.txt", "options.json"], Names("out"));
        Assert.Contains("b.jpg", result.Error.TrimEnd().Split('\n')[^1]);
    }

    [Fact]
    public async Task OnlyPhotoBroken_Fails()
    {
        var result = await cli.RunAsync("segment", cli.Broken("b.png"), "-p", "sky");
        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("b.png", result.Error);
    }

    [Fact]
    public async Task SeveralPhotosAsJson_AreALineEach()
    {
        cli.Photo("in/a.png");
        cli.Photo("in/b.png");

        var result = await cli.SucceedAsync("segment", "in/*.png", "-p", "sky", "-p", "grass", "--json", "-q");

        Assert.Equal(2, result.Lines.Length);
        Assert.All(result.Lines, line =>
        {
            using var json = JsonDocument.Parse(line);
            Assert.Equal(
                ["photo", "width", "height", "model", "method", "regions", "background"],
                json.RootElement.EnumerateObject().Select(property => property.Name));
        });
    }

    [Fact]
    public async Task ManyPhotos_AreReportedInTheirOrder_AndABrokenOneCostsOnlyItself()
    {
        string[] names = [.. Enumerable.Range(10, 12).Select(i => $"{i}.png")];
        for (int i = 0; i < names.Length; i++)
        {
            // Large and small ones in turn: those behind a large one are ready before it.
            if (i == 4) cli.Broken($"in/{names[i]}");
            else cli.Photo($"in/{names[i]}", i % 2 == 0 ? 800 : 64, i % 2 == 0 ? 560 : 64);
        }

        var result = await cli.RunAsync("segment", "in", "-p", "sky", "-p", "grass", "--json", "--save", "mask");

        Assert.Equal(ExitCode.SomeFailed, result.Code);
        var printed = result.Lines.Select(line => Path.GetFileName(JsonDocument.Parse(line).RootElement.GetProperty("photo").GetString()));
        Assert.Equal(names, printed);
        Assert.Contains("\"error\":", Assert.Single(result.Lines, line => !line.Contains("\"regions\":", StringComparison.Ordinal)));
        Assert.Equal(
            names.Where((_, i) => i != 4).Select(name => $"{Path.GetFileNameWithoutExtension(name)}.mask.png"),
            Names("out").Where(name => name.EndsWith(".png", StringComparison.Ordinal)));
        Assert.Contains("11 photos segmented", result.Error);
        Assert.Contains("1 failed", result.Error);
    }

    [Fact]
    public async Task ResultThatCannotBeWritten_CostsOnlyItsPhoto()
    {
        cli.Photo("in/a.png");
        cli.Photo("in/b.png");
        cli.Photo("in/c.png");
        Directory.CreateDirectory(cli.At("out", "b.mask.png", "in the way"));

        var result = await cli.RunAsync("segment", "in", "-p", "sky", "-p", "grass", "--save", "mask");

        Assert.Equal(ExitCode.SomeFailed, result.Code);
        Assert.Equal(["a.mask.png", "c.mask.png", "classes.json", "classes.txt", "options.json"], Names("out"));
        Assert.Contains("b.png", result.Error);
    }

    [Fact]
    public async Task Patterns_TakeOnlyWhatFits_AndEqualNamesDoNotOverwriteEachOther()
    {
        cli.Photo("in/cat.png");
        cli.Photo("in/sub/cat.png");
        cli.Photo("in/dog.png");
        File.Copy(cli.At("in", "cat.png"), cli.At("in", "cat.jpg")); // a PNG by content: endings do not decide
        await File.WriteAllTextAsync(cli.At("in", "cat.txt"), "");

        await cli.SucceedAsync("segment", "in/c*.*", "in/sub", "-p", "sky", "-p", "grass", "--save", "json");

        Assert.Equal(["cat-2.json", "cat-3.json", "cat.json", "options.json"], Names("out"));
    }

    [Fact]
    public async Task Folders_KeepTheirTreeInTheResults()
    {
        cli.Photo("in/cat.png");
        cli.Photo("in/sub/cat.png");

        await cli.SucceedAsync("segment", "in", "-p", "sky", "-p", "grass", "--save", "json");

        Assert.True(File.Exists(cli.At("out", "cat.json")) && File.Exists(cli.At("out", "sub", "cat.json")));
    }

    [Fact]
    public async Task StandardInput_IsAPhoto()
    {
        cli.Input = await File.ReadAllBytesAsync(cli.Photo("card.png"));

        await cli.SucceedAsync("segment", "-", "-p", "sky", "-p", "grass");

        Assert.Contains("stdin.mask.png", Names("out"));
    }

    [Fact]
    public async Task OptionsFile_RepeatsTheRun()
    {
        var photo = cli.Photo("card.png");
        await cli.SucceedAsync(
            "segment",
            photo,
            "-p",
            "sky",
            "-p",
            "grass",
            "-b",
            "road,car",
            "--key-smoothing",
            "0.9",
            "--prompt-denoising",
            "--min-score",
            "0.4",
            "--size",
            "256",
            "-o",
            "one");

        await cli.SucceedAsync("segment", photo, "--config", "one/options.json", "-o", "two");

        Assert.Equal(
            await File.ReadAllBytesAsync(cli.At("one", "card.mask.png")), await File.ReadAllBytesAsync(cli.At("two", "card.mask.png")));
        var options = await File.ReadAllTextAsync(cli.At("one", "options.json"));
        Assert.Equal(options, await File.ReadAllTextAsync(cli.At("two", "options.json")));
        Assert.Contains("card.png", options);
    }

    [Fact]
    public async Task SecondRunWithTheSameNames_NeverStartsTheTextTower()
    {
        using var own = new Cli();
        string[] args = ["segment", "--sample", "-p", "sky", "-p", "grass", "--templates", "simple", "-q"];
        await own.SucceedAsync(args);
        var text = Directory.GetFiles(own.At("home", "graphs"), "text*", SearchOption.AllDirectories);
        Assert.NotEmpty(text);
        foreach (var file in text) File.Delete(file);

        await own.SucceedAsync(args);

        Assert.Empty(Directory.GetFiles(own.At("home", "graphs"), "text*", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task CorruptCache_IsRebuilt()
    {
        using var own = new Cli();
        await own.SucceedAsync("segment", "--sample", "-p", "sky", "-p", "grass", "-q", "--save", "mask", "-o", "one");
        foreach (var file in Directory.GetFiles(own.At("home"), "*", SearchOption.AllDirectories))
        {
            await using var stream = File.OpenWrite(file);
            stream.SetLength(stream.Length / 2);
        }

        await own.SucceedAsync("segment", "--sample", "-p", "sky", "-p", "grass", "-q", "--save", "mask", "-o", "two");

        Assert.Equal(
            await File.ReadAllBytesAsync(own.At("one", "postcard.mask.png")),
            await File.ReadAllBytesAsync(own.At("two", "postcard.mask.png")));
    }

    [Fact]
    public async Task MinScoreOfOne_IgnoresUncertainPixels()
    {
        await cli.SucceedAsync("segment", "--sample", "-p", "sky", "-p", "grass", "--min-score", "0.99", "--save", "mask");

        var mask = IndexedPng.Read(cli.At("out", "postcard.mask.png"));
        Assert.Contains(LabelBytes.Ignore, mask.Indices);
        Assert.Contains(mask.Indices, value => value is 1 or 2);
    }

    // Without the record of the run, which ResumeTests are about.
    private string[] Names(string folder) => [.. Directory.GetFiles(cli.At(folder)).Select(path => Path.GetFileName(path))
        .Where(name => name != ResultJournal.FileName).Order(StringComparer.Ordinal)];
}
