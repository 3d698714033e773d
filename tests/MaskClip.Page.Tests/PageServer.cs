using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace MaskClip.Page.Tests;

/// <summary>Gives the tests of the browser their server.</summary>
[CollectionDefinition(PageServer.Collection)]
public sealed class PageServerDefinition : ICollectionFixture<PageServer>;

/// <summary>The real server on a free port of this machine, as an application adds it.</summary>
public sealed class PageServer : IAsyncLifetime
{
    /// <summary>Tests that use a browser: one after the other, on one server.</summary>
    public const string Collection = "browser";

    private readonly string? key;
    private WebApplication? application;

    public PageServer()
        : this(null)
    {
    }

    private PageServer(string? key) => this.key = key;

    /// <summary>Where the page is.</summary>
    public string Url { get; private set; } = "";

    /// <summary>Starts a server that wants a key.</summary>
    public static async Task<PageServer> WithKey(string key)
    {
        var server = new PageServer(key);
        await server.InitializeAsync();
        return server;
    }

    public async ValueTask InitializeAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        foreach (var model in (string[])["photo", "world-clip"])
            builder.Services.AddKeyedMaskClip(model, options => options.Model = model);
        builder.Services.AddMaskClipServer(options => options.ApiKey = key);
        application = builder.Build();
        application.Urls.Add("http://127.0.0.1:0");
        application.MapMaskClip();
        await application.StartAsync();
        Url = application.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single();
    }

    public async ValueTask DisposeAsync()
    {
        if (application is not null) await application.DisposeAsync();
    }
}
