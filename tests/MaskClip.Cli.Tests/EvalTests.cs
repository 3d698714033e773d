using System.Text.Json.Nodes;
using MaskClip.CommandLine;
using MaskClip.Evaluation;
using MaskClip.Imaging;
using MaskClip.Testing;

namespace MaskClip.Cli.Tests;

public sealed class EvalTests(ModelCache cache) : IClassFixture<ModelCache>, IDisposable
{
    private readonly Cli cli = new(cache);

    public void Dispose() => cli.Dispose();

    [Fact]
    public async Task Folder_WritesTableAndEveryReport()
    {
        TinyDataset.Write(cli.At("set"), 4);

        var result = await cli.SucceedAsync("eval", "--data", "set", "--output", "out");

        Assert.Equal(["classes.csv", "journal.jsonl", "options.json", "report.html", "report.json"], Names("out"));
        Assert.Contains("grass", result.Output);
        Assert.Contains("mIoU", result.Output);
        Assert.Contains("4 photos evaluated", result.Error);
        var report = Report("out");
        Assert.Equal(["sky", "grass", "tree"], report.Classes.Select(one => one.Name));
        Assert.Equal(4, report.Photos.Count);
        Assert.Equal(
            Directory.GetFiles(cli.At("set", "masks")).Sum(mask => IndexedPng.Read(mask).Indices.Count(index => index == 0)),
            report.Classes[0].TruthPixels);
        Assert.InRange(report.Classes[0].IoU, 0.5, 1); // world-clip knows sky
        Assert.InRange(report.Metrics.MeanIoU.Value, report.Metrics.MeanIoU.Low, report.Metrics.MeanIoU.High);
        Assert.Equal("world-clip", report.Model.Name);
        Assert.Equal("\"maskclip\"", report.Settings["method"]);
        Assert.Equal(4, (await File.ReadAllLinesAsync(cli.At("out", "classes.csv"))).Length);
        var html = await File.ReadAllTextAsync(cli.At("out", "report.html"));
        Assert.DoesNotContain("://", html);
        Assert.Contains("data:image/jpeg;base64,", html);
    }

    [Fact]
    public async Task Json_PrintsFiguresAndSettings()
    {
        TinyDataset.Write(cli.At("set"), 2);

        var result = await cli.SucceedAsync("eval", "--data", "set", "--save", "json", "--json", "--quiet", "--unseen", "grass");

        var json = JsonNode.Parse(result.Output)!;
        Assert.Equal(Report("eval").Metrics.MeanIoU.Value, json["figures"]!["meanIoU"]!["value"]!.GetValue<double>());
        Assert.Equal("grass", json["settings"]!["unseen"]![0]!.GetValue<string>());
        Assert.True(json["classes"]![1]!["unseen"]!.GetValue<bool>());
        Assert.Equal(json["classes"]![1]!["iou"]!.GetValue<double>(), json["figures"]!["unseen"]!["value"]!.GetValue<double>(), 9);
        Assert.DoesNotContain(result.Error.Split('\n'), line => line.Length > 0 && !line.StartsWith("note:", StringComparison.Ordinal));
        Assert.Equal(["journal.jsonl", "options.json", "report.json"], Names("eval"));
    }

    [Fact]
    public async Task Resume_AfterATornJournal_GivesTheSameReport()
    {
        TinyDataset.Write(cli.At("set"), 6);
        await cli.SucceedAsync("eval", "--data", "set", "-o", "whole", "--save", "json");
        await cli.SucceedAsync("eval", "--data", "set", "-o", "torn", "--save", "json");
        var lines = await File.ReadAllLinesAsync(cli.At("torn", "journal.jsonl"));
        Assert.Equal(8, lines.Length); // settings, six photos, and that the run is finished
        await File.WriteAllTextAsync(cli.At("torn", "journal.jsonl"), string.Join('\n', lines[..4]) + "\n" + lines[4][..30]);
        File.Delete(cli.At("torn", "report.json"));

        var result = await cli.SucceedAsync("eval", "--data", "set", "-o", "torn", "--save", "json", "--resume");

        Assert.Contains("3 of 6 photos were evaluated before", result.Error);
        Assert.Contains("3 photos evaluated", result.Error);
        Assert.Equal(WithoutTiming("whole"), WithoutTiming("torn"));
    }

    [Fact]
    public async Task Resume_Finished_EvaluatesNothingAgain()
    {
        TinyDataset.Write(cli.At("set"), 3);
        await cli.SucceedAsync("eval", "--data", "set", "--save", "json");
        var before = await File.ReadAllTextAsync(cli.At("eval", "report.json"));

        var result = await cli.SucceedAsync("eval", "--data", "set", "--save", "json", "--resume");

        Assert.Equal(before, await File.ReadAllTextAsync(cli.At("eval", "report.json")));
        Assert.Contains("mIoU", result.Output);
        Assert.DoesNotContain("photos evaluated", result.Error);
    }

    [Fact]
    public async Task Resume_OtherOptions_NamesTheDifferenceAndTouchesNothing()
    {
        TinyDataset.Write(cli.At("set"), 2);
        await cli.SucceedAsync("eval", "--data", "set", "--save", "json");
        var before = await File.ReadAllBytesAsync(cli.At("eval", "journal.jsonl"));

        var result = await cli.RunAsync("eval", "--data", "set", "--save", "json", "--method", "clip", "--logit-scale", "50", "--resume");

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains("method was maskclip and is clip", result.Error);
        Assert.Contains("logit-scale was 100 and is 50", result.Error);
        Assert.Equal(before, await File.ReadAllBytesAsync(cli.At("eval", "journal.jsonl")));
    }

    [Fact]
    public async Task Resume_OtherData_NamesTheDifference()
    {
        TinyDataset.Write(cli.At("set"), 2);
        await cli.SucceedAsync("eval", "--data", "set", "--save", "json");
        TinyDataset.Write(cli.At("set"), 3);

        var more = await cli.RunAsync("eval", "--data", "set", "--save", "json", "--resume");
        TinyDataset.Write(cli.At("set"), 2, width: 90);
        var changed = await cli.RunAsync("eval", "--data", "set", "--save", "json", "--resume", "--limit", "2");

        Assert.Equal((ExitCode.WrongUsage, ExitCode.WrongUsage), (more.Code, changed.Code));
        Assert.Contains("photos was 2 and is 3", more.Error);
        Assert.Contains("000.png has changed since it was evaluated", changed.Error);
    }

    [Fact]
    public async Task BrokenPhoto_IsReportedAndOthersAreEvaluated_AndAResumeTriesItAgain()
    {
        TinyDataset.Write(cli.At("set"), 4);
        var whole = await File.ReadAllBytesAsync(cli.At("set", "images", "001.png"));
        await File.WriteAllBytesAsync(cli.At("set", "images", "001.png"), whole[..(whole.Length / 2)]);

        var result = await cli.RunAsync("eval", "--data", "set");

        Assert.Equal(ExitCode.SomeFailed, result.Code);
        Assert.Contains("001", result.Error);
        var report = Report("eval");
        Assert.Equal(3, report.Photos.Count);
        Assert.Equal("001", Assert.Single(report.Dataset.Failed).Id);
        Assert.Contains("could not be evaluated", await File.ReadAllTextAsync(cli.At("eval", "report.html")));

        await File.WriteAllBytesAsync(cli.At("set", "images", "001.png"), whole);
        await cli.SucceedAsync("eval", "--data", "set", "--resume");

        Assert.Equal(["000", "001", "002", "003"], Report("eval").Photos.Select(photo => photo.Id));
    }

    [Fact]
    public async Task Quiet_KeepsResultsOnStandardOutput()
    {
        TinyDataset.Write(cli.At("set"), 1);

        var loud = await cli.SucceedAsync("eval", "--data", "set", "--templates", "simple", "--save", "json", "-o", "loud");
        var quiet = await cli.SucceedAsync("eval", "--data", "set", "--templates", "simple", "--save", "json", "-o", "quiet", "-q");

        Assert.Contains("mIoU", quiet.Output);
        Assert.Equal(loud.Lines[0], quiet.Lines[0]);
        Assert.Equal("", quiet.Error);
    }

    [Fact]
    public async Task EveryPhotoBroken_Fails()
    {
        TinyDataset.Write(cli.At("set"), 2);
        foreach (var mask in Directory.GetFiles(cli.At("set", "masks"))) await File.WriteAllTextAsync(mask, "no mask");

        var result = await cli.RunAsync("eval", "--data", "set");

        Assert.Equal(ExitCode.Failed, result.Code);
        Assert.Contains("None of its 2 photos could be evaluated", result.Error);
    }

    [Fact]
    public async Task Corruptions_MakeATableThatIsResumedCellByCell()
    {
        TinyDataset.Write(cli.At("set"), 2);
        string[] args = ["eval", "--data", "set", "--corruptions", "jpeg_compression,defocus-blur", "-o", "out"];

        var result = await cli.SucceedAsync(args);

        var report = Report("out");
        Assert.Equal(10, report.Corruptions.Count);
        Assert.All(report.Corruptions, cell => Assert.Equal(2, cell.Photos));
        Assert.Contains("mIoU under", result.Output);
        Assert.Equal(12, (await File.ReadAllLinesAsync(cli.At("out", "corruptions.csv"))).Length);
        Assert.Contains("<polyline", await File.ReadAllTextAsync(cli.At("out", "report.html")));
        var kept = File.GetLastWriteTimeUtc(cli.At("out", "corruptions", "jpeg-compression-1", "report.json"));
        Directory.Delete(cli.At("out", "corruptions", "defocus-blur-5"), recursive: true);

        var again = await cli.SucceedAsync([.. args, "--resume"]);

        Assert.Contains("defocus-blur-5: 2 photos evaluated", again.Error);
        Assert.DoesNotContain("jpeg-compression", again.Error);
        Assert.Equal(kept, File.GetLastWriteTimeUtc(cli.At("out", "corruptions", "jpeg-compression-1", "report.json")));
        Assert.Equal(report.Corruptions, Report("out").Corruptions);
    }

    [Fact]
    public async Task Corruption_OneKindAndLevel_IsInTheSettingsAndChangesTheFigures()
    {
        TinyDataset.Write(cli.At("set"), 2);
        await cli.SucceedAsync("eval", "--data", "set", "--save", "json", "-o", "clean");
        await cli.SucceedAsync(
            "eval", "--data", "set", "--save", "json", "-o", "noisy", "--corruption", "gaussian-noise", "--level", "5", "--seed", "3");

        Assert.Equal("\"gaussian-noise-5\"", Report("noisy").Settings["corruption"]);
        Assert.NotEqual(Report("clean").Photos[0].Confusion, Report("noisy").Photos[0].Confusion);
    }

    [Fact]
    public async Task Compare_TwoRuns_ShowsSettingsClassesAndThePairedInterval()
    {
        TinyDataset.Write(cli.At("set"), 3);
        await cli.SucceedAsync("eval", "--data", "set", "--save", "json", "-o", "a");
        await cli.SucceedAsync("eval", "--data", "set", "--save", "json", "-o", "b", "--key-smoothing");
        await cli.SucceedAsync("eval", "--data", "set", "--save", "json", "-o", "c", "--limit", "2");

        var result = await cli.SucceedAsync("eval", "compare", "a", "b/report.json");
        var refused = await cli.RunAsync("eval", "compare", "a", "c");

        Assert.Contains("key-smoothing", result.Output);
        Assert.Contains("grass", result.Output);
        Assert.Matches(@"b - a: mIoU [+-]?\d+\.\d \[", result.Output);
        Assert.Equal(ExitCode.WrongUsage, refused.Code);
        Assert.Contains("1 only in the first ('002')", refused.Error);
    }

    [Fact]
    public async Task Names_OtherThanTheDataSets_AreScored()
    {
        TinyDataset.Write(cli.At("set"), 1);
        await File.WriteAllLinesAsync(cli.At("names"), ["sky|clouds", "lawn", "oak"]);
        await File.WriteAllLinesAsync(cli.At("few"), ["sky", "lawn"]);

        await cli.SucceedAsync("eval", "--data", "set", "--save", "json", "--classes", cli.At("names"));
        var refused = await cli.RunAsync("eval", "--data", "set", "--classes", cli.At("few"));

        Assert.Contains("sky|clouds", Report("eval").Settings["names"]);
        Assert.Equal("grass", Report("eval").Classes[1].Name);
        Assert.Equal(ExitCode.WrongUsage, refused.Code);
        Assert.Contains("2 names and the data set 'set' has 3 classes", refused.Error);
    }

    [Fact]
    public async Task Student_IsEvaluatedOnItsClasses()
    {
        TinyDataset.Write(cli.At("set"), 3);
        await File.WriteAllLinesAsync(cli.At("set", "names.txt"), ["background", "sky", "mountain", "lawn"]);
        RandomStudent.Write(cli.At("student.safetensors"));
        string[] args = ["eval", "--data", "set", "--student", "student.safetensors", "--output", "out"];

        var result = await cli.SucceedAsync(args);
        var changed = File.GetLastWriteTimeUtc(cli.At("out", "report.json"));
        await cli.SucceedAsync([.. args, "--resume"]);

        Assert.Contains("'grass' is counted as the data set's 'lawn'", result.Error);
        var report = Report("out");
        Assert.Equal(("student.safetensors", "\"student\"", 3), (report.Model.Name, report.Settings["method"], report.Photos.Count));
        Assert.Equal(changed, File.GetLastWriteTimeUtc(cli.At("out", "report.json")));
    }

    [Fact]
    public async Task OptionsFile_RepeatsTheRun()
    {
        TinyDataset.Write(cli.At("set"), 2);
        await cli.SucceedAsync("eval", "--data", "set", "--save", "json", "--key-smoothing", "0.9", "--limit", "1", "-o", "one");

        await cli.SucceedAsync("eval", "--config", "one/options.json", "-o", "two");

        Assert.Equal(WithoutTiming("one"), WithoutTiming("two"));
    }

    [Theory]
    [InlineData("--data is missing", "eval")]
    [InlineData("Unknown layout 'voc2012'", "eval", "--data", "set", "--layout", "voc2012")]
    [InlineData("Unknown corruption 'rain'", "eval", "--data", "set", "--corruption", "rain")]
    [InlineData("--level is 6", "eval", "--data", "set", "--corruption", "spatter", "--level", "6")]
    [InlineData("give one of them", "eval", "--data", "set", "--corruption", "spatter", "--corruptions", "all")]
    [InlineData("names 'house', an unknown class", "eval", "--data", "set", "--unseen", "sky,house")]
    [InlineData("Unknown report format 'pdf'", "eval", "--data", "set", "--save", "pdf")]
    [InlineData("did you mean 'compare'", "eval", "compar")]
    [InlineData("Unknown protocol 'mmseg'", "eval", "--data", "set", "--protocol", "mmseg")]
    [InlineData("leave out --size", "eval", "--data", "set", "--student", "x", "--size", "64")]
    [InlineData("limit is 0", "eval", "--data", "set", "--limit", "0")]
    public async Task WrongUsage_SaysWhatIsAllowed(string expected, params string[] args)
    {
        TinyDataset.Write(cli.At("set"), 1);

        var result = await cli.RunAsync(args);

        Assert.Equal(ExitCode.WrongUsage, result.Code);
        Assert.Contains(expected, result.Error);
    }

    private string[] Names(string folder) =>
        [.. Directory.GetFiles(cli.At(folder)).Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    private EvaluationReport Report(string folder) => EvaluationReport.Load(cli.At(folder));

    private string WithoutTiming(string folder)
    {
        var json = JsonNode.Parse(File.ReadAllText(cli.At(folder, "report.json")))!.AsObject();
        return json.Remove("timing") ? json.ToJsonString() : throw new InvalidOperationException("A report has its timing.");
    }
}
