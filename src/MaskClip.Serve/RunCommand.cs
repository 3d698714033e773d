using System.CommandLine;
using System.Net;
using MaskClip.CommandLine;
using MaskClip.Models;
using MaskClip.Server;

namespace MaskClip.Serve;

/// <summary><c>maskclip serve</c>: the service on this machine.</summary>
internal sealed class RunCommand
{
    private const long Mega = 1 << 20;

    private readonly Option<string[]> models = new("--model", "-m")
    {
        Description = "Models that requests can name, the first by default; repeat for several. Default: MASKCLIP_MODEL or a pulled " +
            "ViT-B-16, and the packages photo and world-clip.",
        HelpName = "name",
    };

    private readonly Option<string> host = new("--host")
    {
        Description = "Address to listen on. Others than this machine's own need an API key.",
        DefaultValueFactory = _ => "127.0.0.1",
        HelpName = "address",
    };

    private readonly Option<int> port = new("--port")
    {
        Description = "Port to listen on; 0 takes a free one.",
        DefaultValueFactory = _ => 7860,
        HelpName = "n",
    };

    private readonly Option<string?> apiKey = new("--api-key")
    {
        Description = "What clients must send in X-Api-Key, 8 to 500 characters. Better in MASKCLIP_API_KEY, since others see command " +
            "lines.",
        HelpName = "key",
    };

    private readonly Option<bool> open = new("--open") { Description = "Open the page in the browser." };

    private readonly Option<bool> noPage = new("--no-page") { Description = "Serve the API alone." };

    private readonly Option<int> threads = new("--threads")
    {
        Description = "Threads of the engine for a photo. Default: one per core.",
        HelpName = "n",
    };

    private readonly Option<int?> concurrency = new("--concurrency")
    {
        Description = "Photos that are worked on at the same time; others wait. Default: 2.",
        HelpName = "n",
    };

    private readonly Option<int?> queue = new("--queue")
    {
        Description = "Photos that may wait; further requests get 429. Default: 32.",
        HelpName = "n",
    };

    private readonly Option<int?> cache = new("--cache")
    {
        Description = "MiB of photos and features that are kept. Default: 512.",
        HelpName = "MiB",
    };

    private readonly Option<int?> maxBody = new("--max-body")
    {
        Description = "MiB of the largest request. Default: 32.",
        HelpName = "MiB",
    };

    private readonly Option<double?> maxPixels = new("--max-pixels")
    {
        Description = "Megapixels of the largest photo. Default: 40.",
        HelpName = "MP",
    };

    private readonly Option<int?> requests = new("--requests")
    {
        Description = "Requests that one client may make in a minute; 0 for no limit. Default: 1200.",
        HelpName = "n",
    };

    private readonly Option<string?> labelStudio = new("--label-studio")
    {
        Description = "Address of Label Studio, from which tasks' photos are fetched, as http://localhost:8080.",
        HelpName = "url",
    };

    private readonly Option<string?> labelStudioToken = new("--label-studio-token")
    {
        Description = "Access token of Label Studio's user. Better in MASKCLIP_LABEL_STUDIO_TOKEN, since others see command lines.",
        HelpName = "token",
    };

    private readonly Option<string[]> labelBackground = new("--label-background")
    {
        Description = "Names of what Label Studio's predictions leave unlabeled; separate several with commas.",
        HelpName = "names",
    };

    private readonly Option<int> grace = new("--grace")
    {
        Description = "Seconds in which accepted requests are finished when the service is stopped.",
        DefaultValueFactory = _ => 30,
        HelpName = "seconds",
    };

    private readonly CliHost world;

    private RunCommand(CliHost world) => this.world = world;

    /// <summary>Creates the verb.</summary>
    public static Command Create(CliHost world)
    {
        var verb = new RunCommand(world);
        var command = new Verb(
            "run",
            "Serve a page that recolors a photo as you type, and the API under it (docs/serving.md).",
            "maskclip serve --open",
            [
                verb.models, verb.host, verb.port, verb.apiKey, verb.open, verb.noPage, verb.threads, verb.concurrency, verb.queue,
                verb.cache, verb.maxBody, verb.maxPixels, verb.requests, verb.labelStudio, verb.labelStudioToken, verb.labelBackground,
                verb.grace,
            ]);
        command.SetAction((result, cancellationToken) => verb.RunAsync(result, cancellationToken));
        return command;
    }

    private async Task<int> RunAsync(ParseResult result, CancellationToken cancellationToken)
    {
        var settings = Read(result);
        await using var service = ServiceHost.Create(settings, world);
        try
        {
            await service.StartAsync(cancellationToken);
        }
        catch (IOException error) when (error.InnerException is Microsoft.AspNetCore.Connections.AddressInUseException)
        {
            throw new IOException(
                $"Port {settings.Port} of {settings.Address} is in use. Stop what listens there, or give another port with --port.",
                error);
        }

        var address = ServiceHost.AddressOf(service);
        if (!result.GetValue(Verb.Quiet)) world.Error.WriteLine($"MaskClip serves {address} (Ctrl-C stops it).");
        if (result.GetValue(open)) Browser.Open(world, address);
        await service.WaitForShutdownAsync(cancellationToken);
        return ExitCode.Done;
    }

    private ServeSettings Read(ParseResult result)
    {
        if (result.GetValue(port) is < 0 or > ushort.MaxValue)
            throw new UsageException($"--port is {result.GetValue(port)}; 0 to {ushort.MaxValue} are allowed.");
        if (result.GetValue(grace) is < 0 or > 3600)
            throw new UsageException($"--grace is {result.GetValue(grace)}; 0 to 3600 seconds are allowed.");
        var key = result.GetValue(apiKey);
        var address = ReadAddress(result.GetValue(host)!);
        if (!IPAddress.IsLoopback(address) && string.IsNullOrEmpty(key))
        {
            throw new UsageException(
                $"--host is '{result.GetValue(host)}', which others can reach, and there is no API key. Set one in MASKCLIP_API_KEY, or " +
                $"listen on 127.0.0.1.");
        }

        var limits = new MaskClipServerOptions();
        Apply(result, limits, key);
        ServeSettings.Check(limits);
        return new ServeSettings(
            ReadModels(result),
            address,
            result.GetValue(port),
            result.GetValue(threads),
            limits,
            TimeSpan.FromSeconds(result.GetValue(grace)),
            result.GetValue(Verb.Verbose));
    }

    private void Apply(ParseResult result, MaskClipServerOptions limits, string? key)
    {
        limits.ApiKey = string.IsNullOrEmpty(key) ? null : key;
        limits.Page = !result.GetValue(noPage);
        limits.MaxConcurrency = result.GetValue(concurrency) ?? limits.MaxConcurrency;
        limits.MaxQueue = result.GetValue(queue) ?? limits.MaxQueue;
        limits.MaxRequestsPerMinute = result.GetValue(requests) ?? limits.MaxRequestsPerMinute;
        if (result.GetValue(labelStudio) is { } studio)
        {
            limits.LabelStudio.Url = Uri.TryCreate(studio, UriKind.Absolute, out var url) && url.Scheme is ("http" or "https")
                ? url
                : throw new UsageException($"--label-studio is '{studio}'; an address is expected, as http://localhost:8080.");
        }

        limits.LabelStudio.Token = result.GetValue(labelStudioToken);
        foreach (var name in result.GetValue(labelBackground) ?? []) limits.LabelStudio.Background.Add(name);
        if (result.GetValue(cache) is { } kept) limits.CacheBytes = kept * Mega;
        if (result.GetValue(maxPixels) is { } pixels) limits.MaxPixels = (long)(pixels * 1e6);
        if (result.GetValue(maxBody) is not { } body) return;
        limits.MaxBodyBytes = body * Mega;
        limits.MaxReceivingBytes = Math.Max(limits.MaxReceivingBytes, limits.MaxBodyBytes);
    }

    // What was named, each at its first place; else the usual model and the installed packages.
    private IReadOnlyList<ServedModel> ReadModels(ParseResult result)
    {
        if (result.GetValue(models) is { Length: > 0 } named)
        {
            return [.. named.Distinct(StringComparer.OrdinalIgnoreCase).Select(name =>
                new ServedModel(world.Models.Resolve(name).DisplayName, name, WarmUp: true))];
        }

        var usual = world.Models.Resolve();
        string[] packages = [.. InstalledModels.Names(world.Packages).Where(name => name != usual.DisplayName)];
        return
        [
            new ServedModel(usual.DisplayName, usual.Path, WarmUp: true),
            .. packages.Select(name => new ServedModel(name, name, WarmUp: false)),
        ];
    }

    private static IPAddress ReadAddress(string text) => text == "localhost" ? IPAddress.Loopback
        : text is "*" or "+" ? IPAddress.Any
        : IPAddress.TryParse(text, out var address) ? address
        : throw new UsageException($"--host is '{text}'; an address is expected, as 127.0.0.1, ::1 or 0.0.0.0.");
}
