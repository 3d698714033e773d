using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace MaskClip.Labelling.Tests;

/// <summary>
/// Many processes on one job, by Orleans: whatever dies, and whenever, the merged file is that of a run that nothing disturbed.
/// </summary>
public sealed class ClusterTests(ITestOutputHelper output) : IDisposable
{
    private readonly LabelWorkshop at = new();

    public void Dispose() => at.Dispose();

    [Theory]
    [InlineData("local")]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task Processes_ShareAJob_AndComeLateAndGoEarly(string kind)
    {
        using var store = kind == "local" ? null : StoreServer.Start(kind);
        at.Draw("photos", 60);
        string[] label = ["photos", .. LabelWorkshop.Names, "--shard-photos=2"];
        await at.SucceedAsync([.. label, "--output=whole"]);
        string[] cluster = [$"--cluster={store?.Address ?? "local"}", "--lease=5"];

        using var first = at.Start([.. label, "--output=job", .. cluster]);
        var end = LabelWorkshop.EndAsync(first);
        await LabelWorkshop.UntilAsync(() => first.HasExited || Directory.Exists(at.At("job", "shards")));
        using var late = at.Start(["--join=job", "--threads=1", .. cluster]);
        using var early = at.Start(["--join=job", "--threads=1", .. cluster]);
        var ends = new[] { end, LabelWorkshop.EndAsync(late) };
        var left = LabelWorkshop.EndAsync(early);
        await Task.Delay(3000, TestContext.Current.CancellationToken);
        if (!early.HasExited)
        {
            using var stop = Process.Start("kill", ["-INT", $"{early.Id}"]);
            await stop.WaitForExitAsync(TestContext.Current.CancellationToken);
        }

        Assert.All(await Task.WhenAll(ends), one => Assert.True(one.Code == 0, one.Error));
        Assert.True((await left).Code is 0 or 130, (await left).Error);
        Assert.Equal(at.Coco("whole"), at.Coco("job"));
    }

    [Fact]
    public async Task Dashboard_ShowsWorkersAndWhatFailed()
    {
        at.Draw("photos", 40);
        File.WriteAllText(at.At("photos", "0000-broken.jpg"), "no photo");
        int port = Random.Shared.Next(30_000, 60_000);
        using var process = at.Start(
            ["photos", .. LabelWorkshop.Names, "--shard-photos=1", "--output=job", "--cluster=local", $"--dashboard={port}"]);
        var end = LabelWorkshop.EndAsync(process);
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        JsonElement worker = default;
        string page = "";

        // It may be over before it is asked for the last time.
        while (!process.HasExited)
        {
            try
            {
                var status = await client.GetFromJsonAsync<JsonElement>("/job", TestContext.Current.CancellationToken);
                var first = status.GetProperty("workers").EnumerateArray().FirstOrDefault();
                if (first.ValueKind == JsonValueKind.Object) worker = first;
                if (page.Length == 0) page = await client.GetStringAsync("/", TestContext.Current.CancellationToken);
            }
            catch (HttpRequestException)
            {
                // Not yet, or no more.
            }

            await Task.Delay(50, TestContext.Current.CancellationToken);
        }

        Assert.True((await end).Code == 3, (await end).Error);
        Assert.Equal(1, worker.GetProperty("failed").GetInt64());
        Assert.InRange(worker.GetProperty("photos").GetInt64(), 1, 41);
        Assert.True(worker.GetProperty("photosPerSecond").GetDouble() > 0);
        Assert.Contains("Orleans", page, StringComparison.Ordinal);
    }

    /// <summary>
    /// Workers, the process that holds the job's place among them, and the store die at random moments. Longer by MASKCLIP_CHAOS_KILLS and
    /// MASKCLIP_CHAOS_PHOTOS.
    /// </summary>
    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task Chaos_LosesNothingAndDoublesNothing(string kind)
    {
        int kills = Setting("MASKCLIP_CHAOS_KILLS", 5), photos = Setting("MASKCLIP_CHAOS_PHOTOS", 60);
        using var store = StoreServer.Start(kind);
        at.Draw("photos", photos);
        string[] label = ["photos", .. LabelWorkshop.Names, "--shard-photos=2"];
        await at.SucceedAsync([.. label, "--output=whole"]);
        int seed = Environment.TickCount;
        var random = new Random(seed);
        var tally = new SortedDictionary<string, int>(StringComparer.Ordinal);
        var log = new List<string> { $"seed {seed}" };
        var workers = new Worker[3];
        for (int i = 0; i < workers.Length; i++) workers[i] = Begin();
        int shards = (photos + 1) / 2;

        for (int kill = 1; kill <= kills; kill++)
        {
            // After each part of the job, a little later.
            await LabelWorkshop.UntilAsync(
                () => at.Done("job") >= shards * kill / (kills + 1) || workers.All(one => one.Process.HasExited), 120);
            await Task.Delay(random.Next(400), TestContext.Current.CancellationToken);
            int victim = random.Next(workers.Length + 1);
            if (victim == workers.Length)
            {
                Count("store");
                store.Crash();
                await Task.Delay(random.Next(2000), TestContext.Current.CancellationToken);
                store.Start();
                continue;
            }

            var process = workers[victim].Process;
            if (process.HasExited)
            {
                // It found nothing more to do.
                Assert.True((await workers[victim].End).Code == 0, (await workers[victim].End).Error);
                Count("was done");
                continue;
            }

            if (random.Next(3) == 0 && Children(process.Id) is [var child, ..])
            {
                Count("model's process");
                using var end = Process.Start("kill", ["-KILL", $"{child}"]);
                await end.WaitForExitAsync(TestContext.Current.CancellationToken);
                continue;
            }

            Count(victim == 0 ? "first process" : "process");
            process.Kill();
            await workers[victim].End;
            process.Dispose();
            workers[victim] = Begin();
        }

        foreach (var worker in workers)
        {
            var (code, error) = await worker.End;
            Assert.True(code == 0, $"{string.Join(", ", log)}\n{code}: {error}");
            worker.Process.Dispose();
        }

        var told = string.Join(", ", tally.Select(one => $"{one.Value} {one.Key}"));
        output.WriteLine($"{kills} kills over {photos} photos: {told} ({log[0]})");
        Assert.True(at.Coco("whole").AsSpan().SequenceEqual(at.Coco("job")), string.Join(", ", log));
        Assert.Empty(File.ReadAllText(at.At("job", "failed.jsonl")));

        Worker Begin()
        {
            var process = at.Start([.. label, "--output=job", $"--cluster={store.Address}", "--lease=3"]);
            return new Worker(process, LabelWorkshop.EndAsync(process));
        }

        void Count(string what)
        {
            tally[what] = tally.GetValueOrDefault(what) + 1;
            log.Add(what);
        }
    }

    private static int Setting(string name, int usual) =>
        Environment.GetEnvironmentVariable(name) is { Length: > 0 } text ? int.Parse(text, CultureInfo.InvariantCulture) : usual;

    private static int[] Children(int parent)
    {
        try
        {
            return
            [
                .. File.ReadAllText($"/proc/{parent}/task/{parent}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries)
                    .Select(id => int.Parse(id, CultureInfo.InvariantCulture)),
            ];
        }
        catch (IOException)
        {
            return [];
        }
    }

    private sealed record Worker(Process Process, Task<(int Code, string Error)> End);
}
