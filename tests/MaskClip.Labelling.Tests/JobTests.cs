using System.Diagnostics;
using System.Text.Json;
using MaskClip.Annotations;
using MaskClip.Annotations.Formats;
using MaskClip.Batches;
using MaskClip.Testing;

namespace MaskClip.Labelling.Tests;

/// <summary>
/// Jobs on one machine: whatever ends a run, the folder says what is left, and the merged file is that of a run that nothing disturbed.
/// </summary>
public sealed class JobTests : IDisposable
{
    private const int Killed = 137;

    private readonly LabelWorkshop at = new();

    public void Dispose() => at.Dispose();

    [Fact]
    public async Task Job_IsWhatTheLibraryWrites()
    {
        at.Draw("photos", 12);

        await at.SucceedAsync(["photos", .. LabelWorkshop.Names, "--shard-photos=5", "--output=job", "--quiet"]);

        Assert.Equal(3, at.Shards("job").Length);
        Assert.Equal(await LibraryAsync("photos"), at.Coco("job"));
        Assert.Equal("", File.ReadAllText(at.At("job", "failed.jsonl")));
        var again = await at.SucceedAsync(["photos", .. LabelWorkshop.Names, "--shard-photos=5", "--output=job"]);
        Assert.Contains("done already", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Job_KilledAgainAndAgain_IsThatOfAnUndisturbedRun()
    {
        at.Draw("photos", 40);
        string[] label = ["photos", .. LabelWorkshop.Names, "--shard-photos=4", "--quiet"];
        await at.SucceedAsync([.. label, "--output=whole"]);

        for (int kills = 0; kills < 4; kills++)
        {
            int before = Directory.Exists(at.At("job", "shards")) ? at.Shards("job").Length : 0;
            using var process = at.Start([.. label, "--output=job"]);
            await LabelWorkshop.UntilAsync(() => process.HasExited
                || (Directory.Exists(at.At("job", "shards")) && at.Shards("job").Length > before));
            process.Kill(entireProcessTree: kills % 2 == 0);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        await at.SucceedAsync("--join=job", "--quiet", "--threads=1");

        Assert.Equal(at.Coco("whole"), at.Coco("job"));
        Assert.Empty(Directory.GetFiles(at.At("job", "shards"), "*.tmp", SearchOption.AllDirectories));
    }

    [Fact]
    public async Task TwoProcesses_ShareTheShards()
    {
        at.Draw("photos", 40);
        string[] label = ["photos", .. LabelWorkshop.Names, "--shard-photos=2"];
        await at.SucceedAsync([.. label, "--output=whole"]);

        using Process one = at.Start([.. label, "--output=job"]), other = at.Start([.. label, "--output=job"]);
        var ends = await Task.WhenAll(LabelWorkshop.EndAsync(one), LabelWorkshop.EndAsync(other));

        Assert.All(ends, end => Assert.True(end.Code == 0, end.Error));
        Assert.Equal(at.Coco("whole"), at.Coco("job"));
        Assert.Equal(20, at.Shards("job").Length);
    }

    [Fact]
    public async Task PhotoThatCannotBeRead_IsNamedAndCostsNoOther()
    {
        at.Draw("photos", 5);
        File.WriteAllText(at.At("photos", "broken.png"), "no picture");

        var (code, error) = await at.RunAsync(["photos", .. LabelWorkshop.Names, "--output=job"]);

        Assert.Equal(3, code);
        Assert.Contains("failed.jsonl", error, StringComparison.Ordinal);
        var failed = JsonDocument.Parse(File.ReadAllLines(at.At("job", "failed.jsonl")).Single()).RootElement;
        Assert.Equal("broken.png", failed.GetProperty("photo").GetString());
        Assert.Equal(5, at.Read("job").Count);
    }

    [Fact]
    public async Task PhotoThatKillsTheProcess_IsFoundAndSetAside()
    {
        at.Draw("photos", 9);
        File.Move(at.At("photos", "0003.jpg"), at.At("photos", "0003-poison.jpg"));
        File.Copy(at.At("photos", "0005.jpg"), at.At("photos", "0007-poison.jpg"));
        at.Environment["LD_PRELOAD"] = at.Compile(Path.Combine(SharedData.Repository, "tests", "MaskClip.Labelling.Tests", "poison.c"));

        var (code, error) = await at.RunAsync(["photos", .. LabelWorkshop.Names, "--shard-photos=10", "--output=job"]);

        Assert.True(code == 3, error);
        string[] failed = [.. File.ReadAllLines(at.At("job", "failed.jsonl")).Select(line =>
            JsonDocument.Parse(line).RootElement.GetProperty("photo").GetString()!)];
        Assert.Equal(["0003-poison.jpg", "0007-poison.jpg"], failed);
        Assert.Contains($"exit code {Killed}", File.ReadAllText(at.At("job", "failed.jsonl")), StringComparison.Ordinal);
        Assert.Contains("set aside", error, StringComparison.Ordinal);
        Assert.Equal(8, at.Read("job").Count);
    }

    [Fact]
    public async Task DeletedAndDamagedShards_AreMadeAgain()
    {
        at.Draw("photos", 20);
        string[] label = ["photos", .. LabelWorkshop.Names, "--shard-photos=4", "--output=job"];
        await at.SucceedAsync(label);
        var whole = at.Coco("job");
        var shards = at.Shards("job");
        Directory.Delete(at.At("job", "coco"), recursive: true);

        File.Delete(shards[0]);
        using (var cut = File.OpenWrite(shards[1])) cut.SetLength(cut.Length - 7);
        var altered = File.ReadAllBytes(shards[2]);
        altered[altered.Length / 2] ^= 1;
        File.WriteAllBytes(shards[2], altered);

        var error = await at.SucceedAsync(label);

        Assert.Equal(whole, at.Coco("job"));
        Assert.Contains("set aside", error, StringComparison.Ordinal);
        Assert.True(File.Exists(shards[1] + ".damaged") && File.Exists(shards[2] + ".damaged"));
    }

    [Fact]
    public async Task AnotherJobInTheFolder_IsRefusedAndSaysWhatDiffers()
    {
        at.Draw("photos", 3);
        await at.SucceedAsync(["photos", .. LabelWorkshop.Names, "--output=job"]);
        var before = at.Coco("job");

        var other = await at.RunAsync("photos", "--model=world-clip", "--prompt=dog,sky", "--background=none", "--output=job");
        at.Draw("photos", 1, first: 3);
        var more = await at.RunAsync(["photos", .. LabelWorkshop.Names, "--output=job"]);
        at.Environment["MASKCLIP_METHOD"] = "clip";
        File.Delete(at.Shards("job")[0]);
        var joined = await at.RunAsync("--join=job");

        Assert.Equal((2, 2, 2), (other.Code, more.Code, joined.Code));
        Assert.Contains("names was 'sky, grass, water, house, tree, cat' and is 'dog, sky'", other.Error, StringComparison.Ordinal);
        Assert.Contains("photos was '3 (", more.Error, StringComparison.Ordinal);
        Assert.Contains("--method was given too", joined.Error, StringComparison.Ordinal);
        Assert.Single(Directory.GetFiles(at.At("job", "photos")));
        Assert.Equal(before, at.Coco("job"));
    }

    [Theory]
    [InlineData("write", 28, "space")]
    [InlineData("open", 30, "Read-only")]
    public async Task FolderThatCannotBeWritten_IsTold_AndNothingIsLost(string call, int number, string said)
    {
        at.Draw("photos", 12);
        string[] label = ["photos", .. LabelWorkshop.Names, "--shard-photos=3", "--output=job"];
        await at.SucceedAsync([.. label[..^1], "--output=whole"]);
        using (var process = at.Start(label))
        {
            await LabelWorkshop.UntilAsync(() => Directory.Exists(at.At("job", "shards")) && at.Shards("job").Length > 0);
            process.Kill(entireProcessTree: true);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        int before = at.Shards("job").Length;
        if (before == 4) File.Delete(at.Shards("job")[^1]);
        at.Environment["LD_PRELOAD"] = at.Compile(Path.Combine(SharedData.Repository, "tests", "MaskClip.Cli.Tests", "Faults", "faults.c"));
        at.Environment["FAULT_FOLDER"] = at.At("job", "shards");
        at.Environment["FAULT_CALL"] = call;
        at.Environment["FAULT_AT"] = "1";
        at.Environment["FAULT_ON"] = "1";
        at.Environment["FAULT_ERROR"] = $"{number}";
        var (code, error) = await at.RunAsync(label);
        at.Environment.Clear();

        Assert.True(code == 1 && error.Contains(said, StringComparison.OrdinalIgnoreCase), error);
        Assert.DoesNotContain("   at ", error, StringComparison.Ordinal);
        await at.SucceedAsync(label);
        Assert.Equal(at.Coco("whole"), at.Coco("job"));
    }

    [Fact]
    public async Task Pause_HoldsWorkersUntilTheyMayGoOn()
    {
        at.Draw("photos", 30);
        string[] label = ["photos", .. LabelWorkshop.Names, "--shard-photos=1", "--output=job"];
        using var process = at.Start(label);
        await LabelWorkshop.UntilAsync(() => Directory.Exists(at.At("job", "shards")) && at.Shards("job").Length > 0);

        await at.SucceedAsync("pause", "job");
        await Task.Delay(500, TestContext.Current.CancellationToken);
        int held = at.Shards("job").Length;
        await Task.Delay(1500, TestContext.Current.CancellationToken);
        bool isHeld = at.Shards("job").Length == held;
        await at.SucceedAsync("continue", "job");
        var (code, error) = await LabelWorkshop.EndAsync(process);

        Assert.True(code == 0, error);
        Assert.True(isHeld || held == 30);
        Assert.Equal(30, at.Shards("job").Length);
    }

    [Fact]
    public async Task Watch_LabelsWhatArrives()
    {
        Directory.CreateDirectory(at.At("inbox"));
        using var process = at.Start(["inbox", .. LabelWorkshop.Names, "--watch", "--output=job"]);
        var end = LabelWorkshop.EndAsync(process);
        await LabelWorkshop.UntilAsync(() => File.Exists(at.At("job", "job.json")));

        foreach (int first in new[] { 0, 3 })
        {
            at.Draw("inbox", 3, first);
            await LabelWorkshop.UntilAsync(() => process.HasExited
                || (File.Exists(at.At("job", "coco", "instances.json")) && at.Read("job").Count == first + 3));
        }

        using (var stop = Process.Start("kill", ["-INT", $"{process.Id}"]))
            await stop.WaitForExitAsync(TestContext.Current.CancellationToken);
        var (code, error) = await end;

        Assert.True(code == 0, error);
        Assert.Equal(await LibraryAsync("inbox"), at.Coco("job"));
    }

    // What a program writes that uses the library and nothing else.
    private async Task<byte[]> LibraryAsync(string folder)
    {
        using var model = Segmenter.Load(SharedData.WorldClip, new() { Threads = 1, CacheFolder = LabelWorkshop.Home });
        var names = Vocabulary.Parse(["sky", "grass", "water", "house", "tree", "cat"]);
        var segmenter = model.For(model.Embed(names), new() { GuidedFilter = new() });
        using var writer = AnnotationFormats.Find("coco").Create(at.At("library"), AnnotationSchema.From(names));
        await foreach (var one in PhotoBatch.RunAsync(
            Directory.GetFiles(at.At(folder)).Order(StringComparer.Ordinal),
            path => PhotoBatch.Load(path),
            segmenter,
            (path, _, result) => AnnotatedPhoto.From(Path.GetFileName(path), result),
            maxTime: null,
            progress: null,
            TestContext.Current.CancellationToken)) writer.Add(one.Value!);
        writer.Complete();
        return File.ReadAllBytes(at.At("library", "instances.json"));
    }
}
