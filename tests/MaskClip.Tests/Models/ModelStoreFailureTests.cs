using System.Net;
using System.Net.Sockets;
using MaskClip.Models;
using MaskClip.Testing;

namespace MaskClip.Tests.Models;

public sealed class ModelStoreFailureTests : IDisposable
{
    private readonly StoreBench bench = new();

    public void Dispose() => bench.Dispose();

    [Fact]
    public async Task PullAsync_WrongChecksum_DeletesThePartAndSaysBothSums()
    {
        var wrong = bench.Content.ToArray();
        wrong[^1] ^= 1;
        var actual = Convert.ToHexStringLower(System.Security.Cryptography.SHA256.HashData(wrong));
        await using var server = bench.Serve((_, request) => LoopbackServer.Serve(wrong, request));

        var message = await FailAsync();

        Assert.Contains(actual, message);
        Assert.Contains($"expected {bench.Model.Sha256}", message);
        AssertSaysByHand(message);
        Assert.Empty(bench.Files());
        Assert.Null(bench.Store.Find("ViT-B-16"));
    }

    [Fact]
    public async Task PullAsync_NotFound_FailsAtOnceAndNamesTheUrl()
    {
        await using var server = bench.Serve((_, _) => LoopbackServer.Refuse("404 Not Found"));

        var message = await FailAsync();

        Assert.Single(server.Requests);
        Assert.Contains("404", message);
        Assert.Contains($"{server.Address}/clip/models/{bench.Model.Sha256}/ViT-B-16.pt", message);
        AssertSaysByHand(message);
    }

    [Fact]
    public async Task PullAsync_ServerTroubleThatPasses_Succeeds()
    {
        await using var server = bench.Serve((number, request) => number < 3
            ? LoopbackServer.Refuse("503 Service Unavailable")
            : LoopbackServer.Serve(bench.Content, request));

        await bench.Store.PullAsync("ViT-B-16");

        Assert.Equal(bench.Content, File.ReadAllBytes(bench.Target));
        Assert.Equal([0.5, 1, 2], bench.Time.Pauses);
    }

    [Fact]
    public async Task PullAsync_ConnectionBreaksEveryTime_GivesUpAfterFourAndKeepsThePart()
    {
        await using var server = bench.Serve((_, request) => LoopbackServer.Serve(bench.Content, request, 1000));

        AssertSaysByHand(await FailAsync());

        Assert.Equal([0, 1000, 2000, 3000], server.Requests.Select(request => request.Offset));
        Assert.Equal(bench.Content[..4000], File.ReadAllBytes(bench.Part));
    }

    [Fact]
    public async Task PullAsync_ServerNeverAnswers_TimesOutWithoutRetries()
    {
        await using var server = bench.Serve((_, _) =>
        {
            bench.Time.RunOut();
            return LoopbackServer.Silence;
        });

        var message = await FailAsync();

        Assert.Contains("did not answer within 30 seconds", message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task PullAsync_ConnectionRefused_SaysHowToInstallByHand()
    {
        var free = new TcpListener(IPAddress.Loopback, 0);
        free.Start();
        var address = $"http://127.0.0.1:{((IPEndPoint)free.LocalEndpoint).Port}";
        free.Stop();
        bench.Set(ModelStore.MirrorVariable, address);

        var message = await FailAsync();

        Assert.Contains(address, message);
        AssertSaysByHand(message);
        Assert.Empty(bench.Time.Pauses);
    }

    [Fact]
    public async Task Download_DiskIsFull_SaysSo()
    {
        Assert.SkipUnless(File.Exists("/dev/full"), "Only Linux has a device that is always full.");
        await using var server = bench.Serve((_, request) => LoopbackServer.Serve(bench.Content, request));
        await using var full = new FileStream("/dev/full", FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite, bufferSize: 0);
        using var http = new HttpClient();
        var file = new RemoteFile("it", new Uri(server.Address), FileChecksum.Sha256(bench.Model.Sha256), bench.Content.Length);

        var failure = await Assert.ThrowsAsync<ModelPullException>(() =>
            new ResumableDownload(http, bench.Time, file, full, null).RunAsync(default));

        Assert.Contains("Cannot write /dev/full: No space left on device", failure.Message);
        Assert.Contains("Free some space and pull again", failure.Message);
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task PullAsync_PartIsALink_ReplacesItAndLeavesWhatItLeadsTo()
    {
        var victim = bench.Write("victim.txt", [1, 2, 3]);
        Directory.CreateDirectory(Path.GetDirectoryName(bench.Target)!);
        File.CreateSymbolicLink(bench.Part, victim);
        File.CreateSymbolicLink(bench.Target, victim);
        await using var server = bench.Serve((_, request) => LoopbackServer.Serve(bench.Content, request));

        await bench.Store.PullAsync("ViT-B-16");

        Assert.Equal(new byte[] { 1, 2, 3 }, File.ReadAllBytes(victim));
        Assert.Equal(bench.Content, File.ReadAllBytes(bench.Target));
        Assert.Null(new FileInfo(bench.Target).LinkTarget);
    }

    [Fact]
    public async Task PullAsync_EndlessBody_StopsNearTheSizeThatTheModelHas()
    {
        await using var server = bench.Serve((_, _) => new Reply("200 OK", "", new byte[1 << 16], 0) { IsEndless = true });

        var message = await FailAsync();

        Assert.Contains($"sends more than about {bench.Model.MaxBytes / 1e6:0} MB", message);
        Assert.Equal(0, new FileInfo(bench.Part).Length);
    }

    [Fact]
    public async Task PullAsync_AskedToWait_WaitsSoLong()
    {
        await using var server = bench.Serve((number, request) => number == 0
            ? LoopbackServer.Refuse("429 Too Many Requests", "Retry-After: 17\r\n")
            : LoopbackServer.Serve(bench.Content, request));

        await bench.Store.PullAsync("ViT-B-16");

        Assert.Equal([17], bench.Time.Pauses);
    }

    [Fact]
    public async Task PullAsync_AskedToWaitForHours_FailsAtOnceAndSaysHowLong()
    {
        await using var server = bench.Serve((_, _) => LoopbackServer.Refuse("429 Too Many Requests", "Retry-After: 7200\r\n"));

        Assert.Contains("429 Too Many Requests (it asks to wait 7200 seconds)", await FailAsync());
        Assert.Single(server.Requests);
    }

    [Fact]
    public async Task PullAsync_FolderIsAFile_NamesIt()
    {
        bench.Write("models", [1]);

        Assert.Contains($"make sure that {Path.GetDirectoryName(bench.Target)} can be written", await FailAsync());
    }

    [Theory]
    [InlineData("mirror.example")]
    [InlineData("ftp://mirror.example")]
    [InlineData("file:///srv")]
    public async Task PullAsync_MirrorIsNoWebAddress_NamesTheVariable(string mirror)
    {
        bench.Set(ModelStore.MirrorVariable, mirror);

        Assert.Contains($"MASKCLIP_MIRROR is '{mirror}'", await FailAsync());
    }

    [Fact]
    public async Task PullAsync_UnknownName_ListsTheNames()
    {
        var exception = await Assert.ThrowsAsync<ModelPullException>(() => bench.Store.PullAsync("ViT-B-15"));

        Assert.Equal("There is no model named 'ViT-B-15'. Did you mean 'ViT-B-16'? Known names: ViT-B-16, RN50.", exception.Message);
    }

    private async Task<string> FailAsync() =>
        (await Assert.ThrowsAsync<ModelPullException>(() => bench.Store.PullAsync("ViT-B-16"))).Message;

    private void AssertSaysByHand(string message)
    {
        Assert.Contains($"put the file at {bench.Target} by hand", message);
        Assert.Contains($"SHA-256 {bench.Model.Sha256}", message);
    }
}
