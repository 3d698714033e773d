using System.Net;
using MaskClip.CommandLine;
using MaskClip.Server;
using Microsoft.AspNetCore.HostFiltering;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.OpenApi;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace MaskClip.Serve;

/// <summary>The web server with MaskClip in it.</summary>
internal static class ServiceHost
{
    private const int MaxConnections = 4096, MaxHeaderBytes = 32 << 10, FormOverhead = 64 << 10;

    // What this machine calls itself. A page of another host whose name was made to point here is refused.
    private static readonly string[] OwnNames = ["localhost", "127.0.0.1", "[::1]"];

    private const string TelemetryPrefix = "OTEL_";

    /// <summary>Creates a service; nothing listens yet.</summary>
    public static WebApplication Create(ServeSettings settings, CliHost world)
    {
        // Settings are the command's own: neither files beside the program nor ASPNETCORE_ variables change what was asked for.
        var builder = WebApplication.CreateSlimBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration.Sources.Clear();
        builder.Configuration.AddInMemoryCollection(Telemetry());
        builder.Logging.ClearProviders()
            .AddSimpleConsole(console => console.SingleLine = true)
            // That a model is still being loaded is not a failure to log.
            .AddFilter("Microsoft.Extensions.Diagnostics.HealthChecks", LogLevel.None)
            .SetMinimumLevel(settings.Verbose ? LogLevel.Information : LogLevel.Warning);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
            console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        builder.Services.Configure<HostOptions>(host => host.ShutdownTimeout = settings.Grace);
        builder.WebHost.ConfigureKestrel(kestrel => Limit(kestrel, settings));
        foreach (var model in settings.Models)
        {
            builder.Services.AddKeyedMaskClip(model.Name, options =>
            {
                options.Model = model.Model;
                options.WarmUp = model.WarmUp;
                options.Segmenter.Threads = settings.Threads;
                options.Segmenter.CacheFolder = world.CacheFolder;
            });
        }

        builder.Services.Configure<OpenApiOptions>("v1", description => description.AddDocumentTransformer((document, _, _) =>
        {
            document.Info.Title = "MaskClip";
            return Task.CompletedTask;
        }));
        builder.Services.AddMaskClipServer(limits => Copy(settings.Limits, limits));
        if (IPAddress.IsLoopback(settings.Address))
            builder.Services.Configure<HostFilteringOptions>(hosts => hosts.AllowedHosts = [.. OwnNames]);
        var service = builder.Build();
        service.UseStatusCodePages();
        if (IPAddress.IsLoopback(settings.Address)) service.UseHostFiltering();
        service.MapMaskClip();
        return service;
    }

    // OpenTelemetry's own variables are read through the configuration: where metrics and traces are sent, how often, with which headers.
    private static IEnumerable<KeyValuePair<string, string?>> Telemetry() => Environment.GetEnvironmentVariables()
        .Cast<System.Collections.DictionaryEntry>()
        .Select(one => new KeyValuePair<string, string?>((string)one.Key, (string?)one.Value))
        .Where(one => one.Key.StartsWith(TelemetryPrefix, StringComparison.Ordinal));

    /// <summary>The address that a service listens on.</summary>
    public static string AddressOf(WebApplication service) =>
        service.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();

    private static void Limit(KestrelServerOptions kestrel, ServeSettings settings)
    {
        kestrel.AddServerHeader = false;
        kestrel.Limits.MaxConcurrentConnections = MaxConnections;
        kestrel.Limits.MaxRequestHeadersTotalSize = MaxHeaderBytes;
        kestrel.Limits.MaxRequestBodySize = settings.Limits.MaxBodyBytes + FormOverhead;
        kestrel.Limits.RequestHeadersTimeout = TimeSpan.FromSeconds(15);
        kestrel.Limits.KeepAliveTimeout = TimeSpan.FromMinutes(1);
        kestrel.Listen(settings.Address, settings.Port);
    }

    private static void Copy(MaskClipServerOptions from, MaskClipServerOptions to)
    {
        foreach (var property in typeof(MaskClipServerOptions).GetProperties().Where(property => property.CanWrite))
            property.SetValue(to, property.GetValue(from));
        foreach (var (name, folder) in from.Folders) to.Folders[name] = folder;
        var (studio, copy) = (from.LabelStudio, to.LabelStudio);
        (copy.Url, copy.Token, copy.PromptDenoising, copy.GuidedFilter, copy.MinArea) = (
            studio.Url, studio.Token, studio.PromptDenoising, studio.GuidedFilter, studio.MinArea);
        foreach (var name in studio.Background) copy.Background.Add(name);
    }
}
