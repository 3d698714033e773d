using MaskClip.Models.Hub;
using MaskClip.Testing;

namespace MaskClip.Tests.Models.Hub;

public sealed class HubCacheTests
{
    private const string Weights = "open_clip_model.safetensors";

    [Fact]
    public async Task Resolve_InHuggingFacesCache_IsTakenFirstAndNobodyIsAsked()
    {
        await using var bench = new HubBench();
        await bench.Store.PullAsync(bench.Name);
        var asked = bench.Hub.Requests.Count;
        var snapshot = bench.Cache("open_clip_config.json", Weights);

        Assert.Equal(
            new ModelSource("hf:laion/small", snapshot, "named on request, in Hugging Face's cache"), bench.Store.Resolve(bench.Name));
        Assert.Equal(snapshot, bench.Store.Resolve($"{bench.Name}@{FakeHub.Commit}").Path);
        Assert.Equal(snapshot, await bench.Store.PullAsync(bench.Name));
        Assert.Null(await bench.Store.OfferAsync(bench.Name));
        Assert.Equal(asked, bench.Hub.Requests.Count);
    }

    [Theory]
    [InlineData(Weights)]
    [InlineData("open_clip_config.json")]
    public async Task Resolve_CacheHasOnlyAPart_IsNotTaken(string only)
    {
        await using var bench = new HubBench();
        bench.Cache(only);

        Assert.Null(bench.Store.Find(bench.Name));
        Assert.Equal(bench.Snapshot, await bench.Store.PullAsync(bench.Name));
    }

    [Fact]
    public async Task Resolve_CacheLeadsNowhere_IsNotTaken()
    {
        await using var bench = new HubBench();
        var snapshot = bench.Cache("open_clip_config.json", Weights);
        File.Delete(Path.Combine(snapshot, "..", "..", "blobs", bench.Hub.Oid(Weights)));

        Assert.Null(bench.Store.Find(bench.Name));
    }

    [Fact]
    public async Task PullAsync_CacheIsDamaged_NamesTheFile()
    {
        await using var bench = new HubBench();
        var snapshot = bench.Cache("open_clip_config.json", Weights);
        await File.WriteAllBytesAsync(
            Path.Combine(snapshot, "..", "..", "blobs", bench.Hub.Oid(Weights)), new byte[10], TestContext.Current.CancellationToken);

        Assert.Contains($"{Path.Combine(snapshot, Weights)}, in Hugging Face's cache, does not have the checksum", await bench.FailAsync());
    }

    [Fact]
    public async Task Resolve_NotHere_SaysHowToPullAndAsksNobody()
    {
        await using var bench = new HubBench();

        var message = Assert.Throws<FileNotFoundException>(() => bench.Store.Resolve(bench.Name)).Message;

        Assert.StartsWith(
            "hf:laion/small is not here yet: 'maskclip models pull hf:laion/small' brings it. It was looked for in ", message);
        Assert.Contains(Path.Combine("huggingface", "hub", "models--laion--small"), message);
        Assert.StartsWith(
            "Small is not here yet: 'maskclip models pull Small'",
            Assert.Throws<FileNotFoundException>(() => bench.Store.Resolve("Small")).Message);
        Assert.Empty(bench.Hub.Requests);
    }

    [Fact]
    public async Task PullAsync_Offline_AsksNobody()
    {
        await using var bench = new HubBench();
        bench.Bench.Set("HF_HUB_OFFLINE", "True");

        Assert.Contains("hf:laion/small is not here, and HF_HUB_OFFLINE is set", await bench.FailAsync());
        bench.Bench.Set("HF_HUB_OFFLINE", "0");
        await bench.Store.PullAsync(bench.Name);
        var asked = bench.Hub.Requests.Count;
        bench.Bench.Set("HF_HUB_OFFLINE", "1");

        Assert.Equal(bench.Snapshot, await bench.Store.PullAsync(bench.Name));
        Assert.Equal(asked, bench.Hub.Requests.Count);
    }

    [Theory]
    [InlineData("HF_HUB_CACHE", "/x/hub", "/x/hub")]
    [InlineData("HF_HOME", "/x", "/x/hub")]
    [InlineData("XDG_CACHE_HOME", "/x", "/x/huggingface/hub")]
    [InlineData("HOME", "/x", "/x/.cache/huggingface/hub")]
    public void CacheFolder_Variables_MeanWhatTheyMeanToHuggingFace(string variable, string value, string expected) =>
        Assert.Equal(Path.GetFullPath(expected), new HubSettings(name => name == variable ? value : null).CacheFolder);

    [Fact]
    public void All_CatalogueEntries_AreDistinctNamesOfRepositories()
    {
        Assert.All(HubModels.All, model => Assert.Equal(model.Repository, model.Hub.Repository));
        Assert.All(HubModels.All, model => Assert.Equal(model, HubModels.Find(HubModels.All, model.Name)));
        Assert.All(HubModels.All, model => Assert.Null(MaskClip.Models.KnownModels.Find(MaskClip.Models.KnownModels.All, model.Name)));
        Assert.All(HubModels.All, model => Assert.NotEmpty(model.License));
        Assert.Equal(HubModels.All.Count, HubModels.All.Select(model => model.Repository).Distinct().Count());
        Assert.Equal(HubModels.All.Select(model => model.Name), ModelStore.HubNames);
    }
}
