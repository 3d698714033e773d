using MaskClip.Testing;

namespace MaskClip.Tests.Models.Hub;

public sealed class HubPullTests
{
    private const string Weights = "open_clip_model.safetensors";

    [Fact]
    public async Task PullAsync_Whole_BringsWhatIsNeededAndReportsProgressOverAllFiles()
    {
        await using var bench = new HubBench();
        var reports = new Reports();

        var path = await bench.Store.PullAsync(bench.Name, reports);

        Assert.Equal(bench.Snapshot, path);
        Assert.Equal(["open_clip_config.json", Weights, "tokenizer.json"], bench.Files);
        Assert.All(bench.Files, file => Assert.Equal(bench.Hub.Content[file!], File.ReadAllBytes(Path.Combine(path, file!))));
        Assert.Equal(Weights, Assert.Single(bench.Hub.FileRequests).Path[1..]);
        Assert.Equal(reports.All.Select(report => report.Received).Order(), reports.All.Select(report => report.Received));
        var total = bench.Files.Sum(file => bench.Hub.Content[file!].Length);
        Assert.All(reports.All, report => Assert.Equal(total, report.Total));
        Assert.Equal(total, reports.All[^1].Received);
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(bench.Folder, "parts")));
    }

    [Theory]
    [InlineData("hf:laion/small")]
    [InlineData("HF:laion/small@main")]
    [InlineData("hf:laion/small@" + FakeHub.Commit)]
    [InlineData("hf:laion/small@refs/pr/1")]
    [InlineData("small")]
    public async Task PullAsync_AnyNameOfIt_IsFoundByThatNameAfterwards(string name)
    {
        await using var bench = new HubBench();

        var path = await bench.Store.PullAsync(name);

        Assert.Equal(path, bench.Store.Find(name));
        Assert.Equal(path, bench.Store.Resolve(name).Path);
        Assert.Equal(path, bench.Store.Find($"hf:laion/small@{FakeHub.Commit}"));
    }

    [Fact]
    public async Task PullAsync_Again_AsksForTheNewestCommitAndBringsNothing()
    {
        await using var bench = new HubBench();
        await bench.Store.PullAsync(bench.Name);

        await bench.Store.PullAsync(bench.Name);

        Assert.Single(bench.Hub.FileRequests);
        Assert.Single(
            bench.Hub.Requests, request => request.Path.StartsWith("/api/resolve-cache/open_clip_config", StringComparison.Ordinal));
    }

    [Fact]
    public async Task PullAsync_DamagedFileHere_IsReplaced()
    {
        await using var bench = new HubBench();
        await bench.Store.PullAsync(bench.Name);
        await File.WriteAllBytesAsync(Path.Combine(bench.Snapshot, Weights), [1], TestContext.Current.CancellationToken);

        await bench.Store.PullAsync(bench.Name);

        Assert.Equal(bench.Hub.Content[Weights], File.ReadAllBytes(Path.Combine(bench.Snapshot, Weights)));
    }

    [Fact]
    public async Task PullAsync_Cancelled_GoesOnAtTheOffsetInAnotherProcess()
    {
        await using var bench = new HubBench();
        var never = new TaskCompletionSource();
        bench.Hub.OverrideFile = (number, request) => number == 0 ? LoopbackServer.Serve(
            bench.Hub.Content[Weights], request, 54_321, never.Task) : null;
        using var cancel = new CancellationTokenSource();
        var before = bench.Hub.Content["open_clip_config.json"].Length + bench.Hub.Content["tokenizer.json"].Length;
        var reports = new Reports(report =>
        {
            if (report.Received == before + 54_321) cancel.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Store.PullAsync(bench.Name, reports, cancel.Token));
        Assert.Null(bench.Store.Find(bench.Name));
        await bench.Store.PullAsync(bench.Name);

        Assert.Equal("bytes=54321-", bench.Hub.FileRequests.Last().Range);
        Assert.Equal(bench.Hub.Content[Weights], File.ReadAllBytes(Path.Combine(bench.Snapshot, Weights)));
    }

    [Fact]
    public async Task PullAsync_ConnectionBreaks_GoesOnThroughTheHubWhoseAddressesExpire()
    {
        await using var bench = new HubBench();
        bench.Hub.OverrideFile = (number, request) => LoopbackServer.Serve(
            bench.Hub.Content[Weights], request, number == 0 ? 100_000 : int.MaxValue);

        await bench.Store.PullAsync(bench.Name);

        Assert.Equal([null, "bytes=100000-"], bench.Hub.FileRequests.Select(request => request.Range));
        Assert.Equal(2, bench.Hub.Requests.Count(request => request.Path.EndsWith(Weights, StringComparison.Ordinal)));
    }

    [Fact]
    public async Task PullAsync_Token_GoesToTheHubAndToNobodyElse()
    {
        await using var bench = new HubBench(new FakeHub("meta/gated", FakeHub.SmallModel()) { Token = "hf_secret" });
        bench.Bench.Set("HF_TOKEN", " hf_secret\n");

        await bench.Store.PullAsync(bench.Name);

        Assert.All(bench.Hub.Requests, request => Assert.Equal("Bearer hf_secret", request.Authorization));
        Assert.NotEmpty(bench.Hub.FileRequests);
        Assert.All(bench.Hub.FileRequests, request => Assert.Null(request.Authorization));
    }

    [Fact]
    public async Task PullAsync_RenamedRepository_FollowsTheHubWithTheToken()
    {
        await using var bench = new HubBench(new FakeHub("laion/small", FakeHub.SmallModel()) { Token = "t" });
        bench.Bench.Set("HF_TOKEN", "t");
        bench.Hub.Override = request => request.Path.Contains("laion/old", StringComparison.Ordinal)
            ? LoopbackServer.Refuse(
                "307 Temporary Redirect", $"Location: {request.Path.Replace("laion/old", "laion/small", StringComparison.Ordinal)}\r\n")
            : null;

        var path = await bench.Store.PullAsync("hf:laion/old");

        Assert.Equal(path, bench.Store.Find("hf:laion/old"));
        Assert.Contains("models--laion--old", path);
    }

    [Fact]
    public async Task OfferAsync_NotHere_SaysLicenseSizeAndFiles()
    {
        await using var bench = new HubBench(new FakeHub("laion/small", FakeHub.SmallModel()) { License = "cc-by-nc-4.0" });

        var offer = await bench.Store.OfferAsync("small");

        Assert.Equal("hf:laion/small", offer!.Name);
        Assert.Equal("cc-by-nc-4.0", offer.License);
        Assert.Equal(["open_clip_config.json", "tokenizer.json", Weights], offer.Files);
        Assert.Equal(offer.Files.Sum(file => bench.Hub.Content[file].Length), offer.Bytes);
        Assert.Equal($"{bench.Hub.Address}/laion/small", offer.Address);
        Assert.Empty(bench.Hub.FileRequests);
    }

    [Fact]
    public async Task PullAsync_TwoShards_BringsBothAndTheirIndex()
    {
        await using var bench = new HubBench(new FakeHub("a/b", new()
        {
            ["config.json"] = "{}"u8.ToArray(),
            ["model.safetensors.index.json"] = "{}"u8.ToArray(),
            ["model-00001-of-00002.safetensors"] = [1],
            ["model-00002-of-00002.safetensors"] = [2],
            ["model-00001-of-00003.bin"] = [3],
            ["pytorch_model.bin"] = [3],
            ["spiece.model"] = [4],
            ["tokenizer.json"] = [5],
        }));

        await bench.Store.PullAsync(bench.Name);

        Assert.Equal(
            [
                "config.json",
                "model-00001-of-00002.safetensors",
                "model-00002-of-00002.safetensors",
                "model.safetensors.index.json",
                "spiece.model",
            ],
            bench.Files);
    }

    [Fact]
    public async Task PullAsync_OnlyPickles_BringsTheOne()
    {
        await using var bench = new HubBench(
            new FakeHub("a/b", new() { ["config.json"] = "{}"u8.ToArray(), ["pytorch_model.bin"] = [3], ["empty.txt"] = [] }));

        await bench.Store.PullAsync(bench.Name);

        Assert.Equal(["config.json", "pytorch_model.bin"], bench.Files);
    }

    [Fact]
    public async Task Load_PulledModel_IsThatModel()
    {
        await using var bench = new HubBench();
        await bench.Store.PullAsync(bench.Name);

        using var opened = MaskClip.Families.ModelFamilies.Open(bench.Store.Resolve(bench.Name), new());

        Assert.Equal("hf:laion/small", bench.Store.Resolve(bench.Name).DisplayName);
        Assert.True(opened.HasImageTower && opened.HasTextTower);
    }
}
