using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using MaskClip.CommandLine;
using MaskClip.Serve;
using MaskClip.World;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

namespace MaskClip.Server.Tests;

/// <summary>The service as <c>maskclip serve</c> starts it, on a free port, with world-clip.</summary>
public sealed class RunningService : IAsyncLifetime
{
    /// <summary>Installed models of tests: world-clip alone.</summary>
    public static string Packages { get; } = Path.Combine(AppContext.BaseDirectory, "only-world-clip");

    /// <summary>The path of world-clip.</summary>
    public static string WorldClip { get; } = Path.Combine(Packages, "world-clip");

    // Graphs are built once for all services of a run.
    private static readonly string Home = Directory.CreateTempSubdirectory("maskclip-serve-home-").FullName;

    private WebApplication? service;

    /// <summary>Changes limits before the service starts.</summary>
    public Action<MaskClipServerOptions> Configure { get; set; } = _ => { };

    /// <summary>How long accepted requests may take when it stops.</summary>
    public TimeSpan Grace { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Sends requests.</summary>
    public HttpClient Client { get; private set; } = null!;

    /// <summary>Where it listens.</summary>
    public Uri Address { get; private set; } = null!;

    /// <summary>The application's services.</summary>
    public IServiceProvider Services => service!.Services;

    /// <summary>A drawn scene as PNG.</summary>
    public static byte[] Scene(long seed = 5, int width = 160, int height = 112)
    {
        using var stream = new MemoryStream();
        SmallWorld.Scene(seed, WorldSplit.Test, width, height).Picture.SavePng(stream);
        return stream.ToArray();
    }

    /// <summary>A service with other limits; the caller disposes it.</summary>
    internal static async Task<RunningService> StartAsync(Action<MaskClipServerOptions> configure)
    {
        var service = new RunningService { Configure = configure };
        await service.InitializeAsync();
        return service;
    }

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        var limits = new MaskClipServerOptions { MaxRequestsPerMinute = 0 };
        Configure(limits);
        var settings = new ServeSettings(
            [new ServedModel("world-clip", WorldClip, WarmUp: true)], IPAddress.Loopback, 0, 1, limits, Grace, Verbose: false);
        service = ServiceHost.Create(settings, World());
        await service.StartAsync();
        Address = new Uri(ServiceHost.AddressOf(service));
        Client = new HttpClient { BaseAddress = Address };
        if (limits.ApiKey is { } key) Client.DefaultRequestHeaders.Add("X-Api-Key", key);
    }

    /// <summary>Stops it as a signal does.</summary>
    public Task StopAsync() => service!.StopAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await service!.DisposeAsync();
    }

    /// <summary>Sends a photo; gives the answer.</summary>
    internal async Task<JsonElement> SendPhotoAsync(byte[] photo, string query = "")
    {
        using var response = await Client.PostAsync($"/v1/photos{query}", new ByteArrayContent(photo));
        return await ReadAsync(response, HttpStatusCode.OK);
    }

    /// <summary>Sends JSON; gives the answer.</summary>
    internal async Task<JsonElement> SendAsync(string path, object body, HttpStatusCode expected = HttpStatusCode.OK)
    {
        using var response = await Client.PostAsJsonAsync(path, body);
        return await ReadAsync(response, expected);
    }

    /// <summary>Reads an answer that is expected.</summary>
    internal static async Task<JsonElement> ReadAsync(HttpResponseMessage response, HttpStatusCode expected)
    {
        var text = await response.Content.ReadAsStringAsync();
        Assert.True(response.StatusCode == expected, $"{(int)response.StatusCode}: {text}");
        if ((int)expected >= 400) Assert.Equal("application/problem+json", response.Content.Headers.ContentType?.MediaType);
        return JsonDocument.Parse(text).RootElement;
    }

    /// <summary>The world around the service.</summary>
    internal static CliHost World(TextWriter? error = null) => new()
    {
        Output = TextWriter.Null,
        Error = error ?? TextWriter.Null,
        OpenInput = () => Stream.Null,
        Environment = name => name == "MASKCLIP_HOME" ? Home : null,
        Folder = Home,
        Program = ServeCommandLine.Program,
        Packages = Packages,
    };
}
