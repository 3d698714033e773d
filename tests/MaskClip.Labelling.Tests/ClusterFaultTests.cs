using System.Diagnostics;
using System.Globalization;
using MaskClip.Testing;

namespace MaskClip.Labelling.Tests;

/// <summary>A cluster whose store is away for longer, and one whose machines do not agree what time it is.</summary>
public sealed class ClusterFaultTests : IDisposable
{
    private const long Day = 24 * 60 * 60;

    private readonly LabelWorkshop at = new();

    public void Dispose() => at.Dispose();

    /// <summary>Longer by MASKCLIP_STORE_AWAY, in seconds.</summary>
    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task StoreThatIsAway_CostsNothingButTime(string kind)
    {
        int away = Environment.GetEnvironmentVariable("MASKCLIP_STORE_AWAY") is { Length: > 0 } text
            ? int.Parse(text, CultureInfo.InvariantCulture)
            : 5;
        using var store = StoreServer.Start(kind);
        string[] label = await WholeAsync();
        Process[] workers = [Begin(label, store), Begin(label, store)];
        var ends = workers.Select(LabelWorkshop.EndAsync).ToArray();
        await at.UntilDoneAsync("job", 4);

        store.Crash();
        await Task.Delay(away * 1000, TestContext.Current.CancellationToken);
        store.Start();

        await AssertWholeAsync(workers, ends);
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task MachineThatSleeps_JoinsAnew(string kind)
    {
        using var store = StoreServer.Start(kind);
        string[] label = await WholeAsync();
        Process[] workers = [Begin(label, store), Begin(label, store), Begin(label, store)];
        var ends = workers.Select(LabelWorkshop.EndAsync).ToArray();
        await at.UntilDoneAsync("job", 4);

        Signal(workers[0], "STOP"); // it holds the job's place
        await Task.Delay(10_000, TestContext.Current.CancellationToken);
        Signal(workers[0], "CONT");

        await AssertWholeAsync(workers, ends);
    }

    [Theory]
    [InlineData("redis")]
    [InlineData("postgres")]
    public async Task ClocksThatDisagreeAndJump_CostNothing(string kind)
    {
        at.Environment["LD_PRELOAD"] = at.Compile(Path.Combine(SharedData.Repository, "tests", "MaskClip.Labelling.Tests", "clock.c"));
        using var store = StoreServer.Start(kind);
        string[] label = await WholeAsync();
        Process[] workers = [.. new[] { 0, 2 * Day, -2 * Day }.Select((seconds, i) => Begin($"{i}", seconds))];
        var ends = workers.Select(LabelWorkshop.EndAsync).ToList();
        await at.UntilDoneAsync("job", 4);

        SetClock("0", 3 * Day);
        SetClock("1", -Day);
        workers = [.. workers, Begin("3", 0)]; // it reads what members wrote whose time is another
        ends.Add(LabelWorkshop.EndAsync(workers[3]));
        await at.UntilDoneAsync("job", 10);
        SetClock("0", 0);

        await AssertWholeAsync(workers, ends);

        Process Begin(string clock, long seconds)
        {
            SetClock(clock, seconds);
            at.Environment["CLOCK_SECONDS"] = at.At($"clock-{clock}");
            return this.Begin(label, store);
        }
    }

    private static void Signal(Process process, string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", $"{process.Id}"]);
        kill.WaitForExit();
    }

    // In place: the process has the file mapped.
    private void SetClock(string clock, long seconds)
    {
        using var file = new FileStream(
            at.At($"clock-{clock}"), FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        file.Write(BitConverter.GetBytes(seconds));
    }

    private async Task<string[]> WholeAsync()
    {
        at.Draw("photos", 60);
        string[] label = ["photos", .. LabelWorkshop.Names, "--shard-photos=2"];
        await at.SucceedAsync([.. label, "--output=whole"]);
        return label;
    }

    private Process Begin(string[] label, StoreServer store) =>
        at.Start([.. label, "--output=job", $"--cluster={store.Address}", "--lease=3"]);

    private async Task AssertWholeAsync(Process[] workers, IEnumerable<Task<(int Code, string Error)>> ends)
    {
        Assert.All(await Task.WhenAll(ends), end => Assert.True(end.Code == 0, $"{end.Code}: {end.Error}"));
        foreach (var worker in workers) worker.Dispose();
        Assert.Equal(at.Coco("whole"), at.Coco("job"));
        Assert.Empty(File.ReadAllText(at.At("job", "failed.jsonl")));
    }
}
