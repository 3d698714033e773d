using MaskClip.Testing;

namespace MaskClip.Tests.Models.Hub;

public sealed class HubFailureTests
{
    private const string Weights = "open_clip_model.safetensors";

    [Fact]
    public async Task PullAsync_Gated_SaysTheHubsWordsAndWhatToDo()
    {
        await using var bench = new HubBench(new FakeHub("meta/gated", FakeHub.SmallModel()) { Token = "right" });

        var message = await bench.FailAsync();

        Assert.StartsWith(
            $"Cannot pull hf:meta/gated from {bench.Hub.Address}: the server answers 401 Unauthorized: GatedRepo, Access to model " +
            $"meta/gated is restricted.",
            message);
        Assert.Contains($"Ask for access at {bench.Hub.Address}/meta/gated, and set HF_TOKEN", message);
        bench.Bench.Set("HF_TOKEN", "wrong-secret");
        Assert.DoesNotContain("wrong-secret", await bench.FailAsync());
    }

    [Theory]
    [InlineData(
        "hf:nobody/nothing", "RepoNotFound, Repository not found", "Check the name (the hub answers so for models that do not exist, too)")]
    [InlineData("hf:laion/small@v9", "404 Not Found: RevisionNotFound, Invalid rev id: v9", "There is no revision 'v9' of it")]
    public async Task PullAsync_Missing_SaysTheHubsWords(string name, string words, string next)
    {
        await using var bench = new HubBench();

        var message = await bench.FailAsync(name);

        Assert.Contains(words, message);
        Assert.Contains(next, message);
        Assert.False(Directory.Exists(Path.Combine(bench.Bench.Folder, "models", "hub")));
    }

    [Fact]
    public async Task PullAsync_WordsWithControlCharacters_AreEscapedAndCut()
    {
        await using var bench = new HubBench();
        bench.Hub.Override = _ => FakeHub.Refuse("403 Forbidden", "GatedRepo", $"\u001b[31mred {new string('x', 2000)}");

        var message = await bench.FailAsync();

        Assert.DoesNotContain('\u001b', message);
        Assert.Contains(@"\u001b[31mred", message);
        Assert.True(message.Length < 1000);
    }

    [Fact]
    public async Task PullAsync_TooManyRequests_WaitsAsAskedThenGoesOn()
    {
        await using var bench = new HubBench();
        var refused = false;
        bench.Hub.Override = _ => refused ? null : (
            refused = true, LoopbackServer.Refuse("429 Too Many Requests", "Retry-After: 21\r\n")).Item2;

        await bench.Store.PullAsync(bench.Name);

        Assert.Equal([21], bench.Bench.Time.Pauses);
    }

    [Fact]
    public async Task PullAsync_WrongChecksum_DeletesItAndIsNotFound()
    {
        await using var bench = new HubBench();
        var wrong = bench.Hub.Content[Weights].ToArray();
        wrong[^1] ^= 1;
        bench.Hub.OverrideFile = (_, request) => LoopbackServer.Serve(wrong, request);

        var message = await bench.FailAsync();

        Assert.Contains($"is not {Weights}: its SHA-256 is ", message);
        Assert.Contains($"expected {bench.Hub.Oid(Weights)}. It was deleted.", message);
        Assert.Null(bench.Store.Find(bench.Name));
        Assert.Empty(Directory.EnumerateFiles(Path.Combine(bench.Folder, "parts")));
    }

    [Fact]
    public async Task PullAsync_WrongSmallFile_IsCheckedByGitsName()
    {
        await using var bench = new HubBench();
        bench.Hub.Override = request => request.Path == "/api/resolve-cache/open_clip_config.json"
            ? LoopbackServer.Serve([.. bench.Hub.Content["open_clip_config.json"].Reverse()], request)
            : null;

        Assert.Contains("its git blob SHA-1 is ", await bench.FailAsync());
    }

    [Fact]
    public async Task PullAsync_EndlessBody_StopsAtThePublishedSize()
    {
        await using var bench = new HubBench();
        bench.Hub.OverrideFile = (_, _) => new Reply("200 OK", "", new byte[1 << 16], 0) { IsEndless = true };

        var message = await bench.FailAsync();

        Assert.Contains($"sends more than the {bench.Hub.Content[Weights].Length} bytes that it has", message);
        Assert.All(Directory.EnumerateFiles(Path.Combine(bench.Folder, "parts")), part => Assert.Equal(0, new FileInfo(part).Length));
    }

    [Fact]
    public async Task PullAsync_LongerThanPublished_IsRefusedBeforeAByteIsTaken()
    {
        await using var bench = new HubBench();
        bench.Hub.OverrideFile = (_, request) => LoopbackServer.Serve([.. bench.Hub.Content[Weights], 1], request);

        Assert.Contains("sends more than", await bench.FailAsync());
    }

    [Fact]
    public async Task PullAsync_EndlessMetadata_IsStopped()
    {
        await using var bench = new HubBench();
        bench.Hub.Override = _ => new Reply("200 OK", "", "["u8.ToArray().Concat(Enumerable.Repeat((byte)' ', 1 << 16)).ToArray(), 0)
        {
            IsEndless = true,
        };

        Assert.Contains("is longer than 16 MiB", await bench.FailAsync());
    }

    [Fact]
    public async Task PullAsync_EndlessPages_AreStopped()
    {
        await using var bench = new HubBench();
        bench.Hub.Override = request => request.Path.Contains("/tree/", StringComparison.Ordinal) ? FakeHub.Text(
            "[]", $"Link: <{request.Path}>; rel=\"next\"\r\n") : null;

        Assert.Contains("lists the files of hf:laion/small without end", await bench.FailAsync());
    }

    [Fact]
    public async Task PullAsync_PagesOfAnotherServer_AreNotAsked()
    {
        await using var bench = new HubBench();
        await using var other = new LoopbackServer((_, _) => LoopbackServer.Refuse("200 OK"));
        bench.Hub.Override = request => request.Path.Contains("/tree/", StringComparison.Ordinal) ? FakeHub.Text(
            "[]", $"Link: <{other.Address}/x>; rel=\"next\"\r\n") : null;

        Assert.Contains("goes on at another server", await bench.FailAsync());
        Assert.Empty(other.Requests);
    }

    [Theory]
    [InlineData("<html>Please log in</html>", "it is not JSON")]
    [InlineData("{}", "it names no commit")]
    [InlineData("[]", "it names no commit")]
    [InlineData("{\"sha\":\"../../etc\"}", "it names no commit")]
    public async Task PullAsync_NoHub_SaysSo(string answer, string why)
    {
        await using var bench = new HubBench();
        bench.Hub.Override = _ => FakeHub.Text(answer);

        var message = await bench.FailAsync();

        Assert.Contains($"is not a hub's: {why}", message);
        Assert.Contains("check HF_ENDPOINT", message);
    }

    [Theory]
    [InlineData("[{\"type\":\"file\",\"path\":\"config.json\",\"oid\":\"abc\",\"size\":1}]")]
    [InlineData("[{\"type\":\"file\",\"path\":\"config.json\",\"oid\":\"0123456789012345678901234567890123456789\",\"size\":-1}]")]
    [InlineData("[{\"type\":\"file\",\"oid\":\"0123456789012345678901234567890123456789\",\"size\":1}]")]
    public async Task PullAsync_FileWithoutChecksumOrSize_IsRefused(string list)
    {
        await using var bench = new HubBench();
        bench.Hub.Override = request => request.Path.Contains("/tree/", StringComparison.Ordinal) ? FakeHub.Text(list) : null;

        Assert.Contains("has no size or no checksum", await bench.FailAsync());
    }

    [Fact]
    public async Task PullAsync_NamesThatLeadElsewhere_AreNotAskedFor()
    {
        await using var bench = new HubBench(
            new FakeHub(
                "a/b",
                new()
                {
                    ["../../../evil.bin"] = [1],
                    ["/etc/evil.safetensors"] = [1],
                    ["sub/model.safetensors"] = [1],
                    ["..\\evil.pt"] = [1],
                }));

        Assert.Contains("has no weights in a format that is read", await bench.FailAsync());
        Assert.False(File.Exists(Path.Combine(bench.Bench.Folder, "evil.bin")));
    }

    [Theory]
    [InlineData("snapshots")]
    [InlineData("parts")]
    [InlineData("refs")]
    public async Task PullAsync_FolderIsALink_WritesNothingThroughIt(string folder)
    {
        await using var bench = new HubBench();
        var elsewhere = Directory.CreateDirectory(Path.Combine(bench.Bench.Folder, "elsewhere")).FullName;
        Directory.CreateDirectory(bench.Folder);
        Directory.CreateSymbolicLink(Path.Combine(bench.Folder, folder), elsewhere);

        Assert.Contains("is a link, and downloads are written into the folder of pulled models only", await bench.FailAsync());
        Assert.Empty(Directory.EnumerateFileSystemEntries(elsewhere));
    }

    [Theory]
    [InlineData("http://127.0.0.1:1/loop", "redirects more than 10 times")]
    [InlineData("file:///etc/passwd", "redirects to file://")]
    public async Task PullAsync_RedirectsThatLeadNowhere_AreNotFollowed(string place, string expected)
    {
        await using var bench = new HubBench();
        bench.Hub.Override = request => LoopbackServer.Refuse(
            "302 Found", $"Location: {(place.EndsWith("loop", StringComparison.Ordinal) ? request.Path : place)}\r\n");

        Assert.Contains(expected, await bench.FailAsync());
    }

    [Fact]
    public async Task PullAsync_AnotherProcessPulls_SaysSo()
    {
        await using var bench = new HubBench();
        Directory.CreateDirectory(bench.Folder);
        await using var held = new FileStream(
            Path.Combine(bench.Folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        Assert.Contains("If another process is pulling hf:laion/small now, wait for it", await bench.FailAsync());
    }

    [Theory]
    [InlineData("HF_ENDPOINT", "mirror.example", "HF_ENDPOINT is 'mirror.example'")]
    [InlineData("HF_ENDPOINT", "ftp://mirror.example", "HF_ENDPOINT is 'ftp://mirror.example'")]
    [InlineData("HF_TOKEN", "to ken", "HF_TOKEN has letters that no token has")]
    public async Task PullAsync_VariableThatCannotBe_IsNamed(string variable, string value, string expected)
    {
        await using var bench = new HubBench();
        bench.Bench.Set(variable, value);

        Assert.Contains(expected, await bench.FailAsync());
    }

    [Theory]
    [InlineData("hf:")]
    [InlineData("hf:bert")]
    [InlineData("hf:a/b/c")]
    [InlineData("hf:../..")]
    [InlineData("hf:a/..")]
    [InlineData("hf:a--b/c")]
    [InlineData("hf:a/b@")]
    [InlineData("hf:a/b@../../x")]
    [InlineData("hf:a/b@x/../y")]
    [InlineData("hf:a/b@/etc")]
    [InlineData("hf:a/b@.git")]
    [InlineData("hf:a/b@x@y")]
    [InlineData("hf:a /b")]
    [InlineData("hf:a/b\n")]
    [InlineData("hf:a/b?x=1")]
    public async Task Names_ThatAreNone_AreRefusedEverywhere(string name)
    {
        await using var bench = new HubBench();

        Assert.Contains(
            "is not the name of a model on the hub",
            (await Assert.ThrowsAsync<OptionsException>(() => bench.Store.PullAsync(name))).Message);
        Assert.Throws<OptionsException>(() => bench.Store.Find(name));
        Assert.Throws<OptionsException>(() => bench.Store.Resolve(name));
        Assert.Empty(bench.Hub.Requests);
    }
}
