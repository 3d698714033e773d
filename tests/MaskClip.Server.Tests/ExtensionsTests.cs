using MaskClip.Extensions;
using MaskClip.World;
using Microsoft.Extensions.AI;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Options;

namespace MaskClip.Server.Tests;

/// <summary>Models in an application with dependency injection.</summary>
public sealed class ExtensionsTests : IDisposable
{
    private readonly string home = Directory.CreateTempSubdirectory("maskclip-extensions-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Fact]
    public async Task Models_AreSingletons_AlsoByKey()
    {
        await using var provider = Provider(services => services
            .AddMaskClip(Use)
            .AddKeyedMaskClip("small", options =>
            {
                Use(options);
                options.Segmenter.Photos.Size = 64;
            }));

        var segmenter = provider.GetRequiredService<Segmenter>();
        var small = provider.GetRequiredKeyedService<Segmenter>("small");

        Assert.Same(segmenter, provider.GetRequiredService<Segmenter>());
        Assert.Same(segmenter, await provider.GetRequiredService<SegmenterSource>().GetAsync(TestContext.Current.CancellationToken));
        Assert.Equal(64, small.Size);
        Assert.NotSame(segmenter, small);
        Assert.Equal(["default model", "small"], provider.GetRequiredService<SegmenterSources>().All.Select(source =>
            source.Key.Length == 0 ? "default model" : source.Key));
    }

    [Fact]
    public async Task Options_AreBoundAndCheckedAtStart_AllErrorsInOneMessage()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["MaskClip:Model"] = " ",
            ["MaskClip:Segmenter:Threads"] = "5000",
            ["MaskClip:Segmenter:Photos:Size"] = "7",
            ["MaskClip:Segmenter:Device"] = "abacus",
        });
        builder.Services.AddMaskClip(builder.Configuration.GetSection("MaskClip"));
        using var host = builder.Build();

        var error = await Assert.ThrowsAsync<OptionsValidationException>(() => host.StartAsync(TestContext.Current.CancellationToken));

        foreach (var part in new[] { "empty text", "5000", "7", "abacus" }) Assert.Contains(part, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Health_FollowsTheLoading()
    {
        var builder = Host.CreateApplicationBuilder();
        builder.Services.AddMaskClip(Use);
        builder.Services.AddKeyedMaskClip("missing", options => options.Model = Path.Combine(home, "nothing.safetensors"));
        using var host = builder.Build();
        await host.StartAsync(TestContext.Current.CancellationToken);
        var sources = host.Services.GetRequiredService<SegmenterSources>();
        var health = host.Services.GetRequiredService<HealthCheckService>();
        for (int i = 0; i < 600 && (sources.Default.Loaded is null || sources.Find("missing").Error is null); i++)
            await Task.Delay(100, TestContext.Current.CancellationToken);

        var report = await health.CheckHealthAsync(TestContext.Current.CancellationToken);

        Assert.Equal(HealthStatus.Unhealthy, report.Status);
        Assert.Contains("missing", report.Entries["maskclip"].Description, StringComparison.Ordinal);
        Assert.NotNull(sources.Default.Loaded);
        await host.StopAsync(TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Generators_GiveTheTowersVectors_WithMetadata()
    {
        await using var provider = Provider(services => services.AddMaskClip(Use));
        var texts = provider.GetRequiredService<IEmbeddingGenerator<string, Embedding<float>>>();
        var photos = provider.GetRequiredService<IEmbeddingGenerator<DataContent, Embedding<float>>>();
        var segmenter = provider.GetRequiredService<Segmenter>();
        var picture = SmallWorld.Scene(3, WorldSplit.Test, 128, 128).Picture;
        using var png = new MemoryStream();
        picture.SavePng(png);

        var words = await texts.GenerateAsync(
            Enumerable.Range(0, 70).Select(i => $"a cat {i}"), cancellationToken: TestContext.Current.CancellationToken);
        var seen = await photos.GenerateAsync(
            [new DataContent(png.ToArray(), "image/png")], cancellationToken: TestContext.Current.CancellationToken);

        Assert.Equal(70, words.Count);
        Assert.Equal(segmenter.EmbedTexts(["a cat 69"])[0], words[69].Vector.ToArray(), (a, b) => Math.Abs(a - b) < 1e-4f);
        Assert.Equal(segmenter.EmbedImage(picture), seen[0].Vector.ToArray());
        var metadata = Assert.IsType<EmbeddingGeneratorMetadata>(texts.GetService(typeof(EmbeddingGeneratorMetadata)));
        Assert.Equal(segmenter.EmbeddingSize, metadata.DefaultModelDimensions);
        await Assert.ThrowsAsync<OptionsException>(() => texts.GenerateAsync(
            ["cat"], new EmbeddingGenerationOptions { Dimensions = 3 }, TestContext.Current.CancellationToken));
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => texts.GenerateAsync(
            ["cat"], cancellationToken: new CancellationToken(canceled: true)));
    }

    [Fact]
    public async Task Pulls_GoThroughTheApplicationsHandlers()
    {
        var asked = new List<Uri?>();
        await using var provider = Provider(services =>
        {
            services.AddMaskClip(options =>
            {
                Use(options);
                (options.Model, options.Pull) = ("RN50", true);
            });
            services.AddHttpClient(SegmenterSource.HttpClientName).ConfigurePrimaryHttpMessageHandler(() => new Refusing(asked));
        });

        await Assert.ThrowsAsync<ModelPullException>(() =>
            provider.GetRequiredService<SegmenterSource>().GetAsync(TestContext.Current.CancellationToken));

        Assert.NotEmpty(asked);
        Assert.NotNull(provider.GetRequiredService<SegmenterSource>().Error);
    }

    private void Use(MaskClipOptions options)
    {
        options.Model = RunningService.WorldClip;
        options.Segmenter.CacheFolder = home;
        options.Segmenter.Threads = 1;
    }

    private static ServiceProvider Provider(Action<IServiceCollection> add)
    {
        var services = new ServiceCollection();
        add(services);
        return services.BuildServiceProvider();
    }

    private sealed class Refusing(List<Uri?> asked) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
        {
            asked.Add(request.RequestUri);
            return Task.FromResult(new HttpResponseMessage(System.Net.HttpStatusCode.NotFound));
        }
    }
}
