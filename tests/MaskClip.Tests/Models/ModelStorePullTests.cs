using MaskClip.Testing;

namespace MaskClip.Tests.Models;

public sealed class ModelStorePullTests : IDisposable
{
    private readonly StoreBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task PullAsync_Whole_WritesFileAndReportsMonotoneProgress()
    {
        await using var server = bench.Serve((_, request) => LoopbackServer.Serve(bench.Content, request));
        var reports = new Reports();

        var path = await bench.Store.PullAsync("vit-b/16", reports);

        Assert.Equal(bench.Target, path);
        Assert.Equal(bench.Content, File.ReadAllBytes(path));
        Assert.Equal(["ViT-B-16.pt"], bench.Files());
        Assert.Equal(new Request($"/clip/models/{bench.Model.Sha256}/ViT-B-16.pt", null, null), Assert.Single(server.Requests));
        Assert.Equal(reports.All.Select(report => report.Received).Order(), reports.All.Select(report => report.Received));
        Assert.Equal(0, reports.All[0].Received);
        Assert.Equal(0, reports.All[0].BytesPerSecond);
        Assert.Equal(bench.Content.Length, reports.All[^1].Received);
        Assert.True(reports.All[^1].BytesPerSecond > 0);
        Assert.Equal(reports.All.Count - 1, bench.Time.Renewals); // each piece renews the patience, so a long download is no silence
        Assert.All(reports.All, report => Assert.Equal(bench.Content.Length, report.Total));
    }

    [Fact]
    public async Task PullAsync_AlreadyHere_AsksNobody()
    {
        bench.Write(bench.Target, bench.Content);
        await using var server = bench.Serve((_, _) => LoopbackServer.Refuse("500 Unexpected"));

        Assert.Equal(bench.Target, await bench.Store.PullAsync("ViT-B-16"));

        Assert.Empty(server.Requests);
    }

    [Fact]
    public async Task PullAsync_DamagedFileHere_IsReplaced()
    {
        bench.Write(bench.Target, bench.Content.AsSpan(1));
        await using var server = bench.Serve((_, request) => LoopbackServer.Serve(bench.Content, request));

        await bench.Store.PullAsync("ViT-B-16");

        Assert.Equal(bench.Content, File.ReadAllBytes(bench.Target));
    }

    [Fact]
    public async Task PullAsync_ConnectionBreaks_GoesOnAtTheOffset()
    {
        var served = 0;
        await using var server = bench.Serve((number, request) =>
        {
            var reply = LoopbackServer.Serve(bench.Content, request, number == 0 ? 250_000 : int.MaxValue);
            served += Math.Min(reply.Sent, reply.Body.Length);
            return reply;
        });

        await bench.Store.PullAsync("ViT-B-16");

        Assert.Equal(bench.Content, File.ReadAllBytes(bench.Target));
        Assert.Equal(2, server.Requests.Count);
        Assert.Equal("bytes=250000-", server.Requests.Last().Range);
        Assert.Equal("\"v1\"", server.Requests.Last().IfRange);
        Assert.Equal(bench.Content.Length, served);
        Assert.Equal([0.5], bench.Time.Pauses);
    }

    [Fact]
    public async Task PullAsync_ServerFallsSilent_ReconnectsAndGoesOn()
    {
        var never = new TaskCompletionSource();
        await using var server = bench.Serve((number, request) => number == 0
            ? LoopbackServer.Serve(bench.Content, request, 1000, never.Task)
            : LoopbackServer.Serve(bench.Content, request));
        var reports = new Reports(report =>
        {
            if (report.Received == 1000 && server.Requests.Count == 1) bench.Time.RunOut();
        });

        await bench.Store.PullAsync("ViT-B-16", reports);

        Assert.Equal(bench.Content, File.ReadAllBytes(bench.Target));
        Assert.Equal("bytes=1000-", server.Requests.Last().Range);
    }

    [Fact]
    public async Task PullAsync_ServerIgnoresRange_StartsAgain()
    {
        bench.Write(bench.Part, bench.Content.AsSpan(0, 1234));
        await using var server = bench.Serve((_, request) => LoopbackServer.Serve(bench.Content, request with { Range = null }));

        await bench.Store.PullAsync("ViT-B-16");

        Assert.Equal("bytes=1234-", Assert.Single(server.Requests).Range);
        Assert.Equal(bench.Content, File.ReadAllBytes(bench.Target));
    }

    [Fact]
    public async Task PullAsync_ServerAnswersAnotherRange_StartsAgain()
    {
        bench.Write(bench.Part, bench.Content.AsSpan(0, 1234));
        await using var server = bench.Serve((_, request) =>
            LoopbackServer.Serve(bench.Content, request.Range is null ? request : request with { Range = "bytes=99-" }));

        await bench.Store.PullAsync("ViT-B-16");

        Assert.Null(server.Requests.Last().Range);
        Assert.Equal(bench.Content, File.ReadAllBytes(bench.Target));
    }

    [Fact]
    public async Task PullAsync_PartIsComplete_IsTakenWithoutTheBytes()
    {
        bench.Write(bench.Part, bench.Content);
        await using var server = bench.Serve((_, _) =>
            LoopbackServer.Refuse("416 Range Not Satisfiable", $"Content-Range: bytes */{bench.Content.Length}\r\n"));

        await bench.Store.PullAsync("ViT-B-16");

        Assert.Single(server.Requests);
        Assert.Equal(["ViT-B-16.pt"], bench.Files());
    }

    [Fact]
    public async Task PullAsync_PartIsLongerThanTheFile_StartsAgain()
    {
        bench.Write(bench.Part, new byte[bench.Content.Length + 1]);
        await using var server = bench.Serve((_, request) => request.Range is null
            ? LoopbackServer.Serve(bench.Content, request)
            : LoopbackServer.Refuse("416 Range Not Satisfiable", $"Content-Range: bytes */{bench.Content.Length}\r\n"));

        await bench.Store.PullAsync("ViT-B-16");

        Assert.Equal(bench.Content, File.ReadAllBytes(bench.Target));
    }

    [Fact]
    public async Task PullAsync_Cancelled_KeepsThePartForTheNextPull()
    {
        var never = new TaskCompletionSource();
        await using var server = bench.Serve((number, request) =>
            LoopbackServer.Serve(bench.Content, request, number == 0 ? 4321 : int.MaxValue, number == 0 ? never.Task : null));
        using var cancel = new CancellationTokenSource();
        var reports = new Reports(report =>
        {
            if (report.Received == 4321) cancel.Cancel();
        });

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => bench.Store.PullAsync("ViT-B-16", reports, cancel.Token));
        Assert.Null(bench.Store.Find("ViT-B-16"));
        Assert.Equal(["ViT-B-16.pt.part"], bench.Files());
        Assert.Equal(bench.Content[..4321], File.ReadAllBytes(bench.Part));

        reports = new Reports();
        await bench.Store.PullAsync("ViT-B-16", reports);
        Assert.Equal("bytes=4321-", server.Requests.Last().Range);
        Assert.Equal(4321, reports.All[0].Received);
        Assert.Equal(bench.Content.Length, reports.All[0].Total);
        Assert.Equal(bench.Target, bench.Store.Find("ViT-B-16"));
    }

    [Fact]
    public async Task PullAsync_AnotherProcessPulls_SaysSoAndTheFirstFinishes()
    {
        var release = new TaskCompletionSource();
        var begun = new TaskCompletionSource();
        await using var server = bench.Serve((number, request) =>
            LoopbackServer.Serve(bench.Content, request, number == 0 ? 1000 : int.MaxValue, number == 0 ? release.Task : null));

        var first = bench.Store.PullAsync("ViT-B-16", new Reports(_ => begun.TrySetResult()));
        await begun.Task;
        var refused = await Assert.ThrowsAsync<ModelPullException>(() => bench.NewStore().PullAsync("ViT-B-16"));
        release.SetResult();
        await first;

        Assert.Contains("If another process is pulling ViT-B-16 now, wait for it", refused.Message);
        Assert.Equal(bench.Content, File.ReadAllBytes(bench.Target));
        Assert.Equal(["ViT-B-16.pt"], bench.Files());
    }
}
