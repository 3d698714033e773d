using System.Collections.Concurrent;
using System.Diagnostics;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace MaskClip.Server.Tests;

/// <summary>The program itself, with variables of its own.</summary>
public sealed partial class ServeProcessTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    private readonly string home = Directory.CreateTempSubdirectory("maskclip-serve-process-").FullName;

    public void Dispose() => Directory.Delete(home, recursive: true);

    [Theory]
    [InlineData("OTEL_EXPORTER_OTLP_ENDPOINT", "", "OTEL_EXPORTER_OTLP_ENDPOINT", "")]
    [InlineData("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "/v1/metrics", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "/v1/traces")]
    public async Task MetricsAndTraces_GoWhereTheUsualVariablesSay(string metrics, string metricsPath, string traces, string tracesPath)
    {
        var received = new ConcurrentQueue<(string Path, string Body, string? Key)>();
        await using var collector = await CollectAsync(received);
        var address = collector.Urls.Single();
        using var service = Start(new()
        {
            [metrics] = address + metricsPath,
            [traces] = address + tracesPath,
            ["OTEL_EXPORTER_OTLP_PROTOCOL"] = "http/protobuf",
            ["OTEL_EXPORTER_OTLP_HEADERS"] = "x-collector-key=secret",
            ["OTEL_METRIC_EXPORT_INTERVAL"] = "300",
            ["OTEL_BSP_SCHEDULE_DELAY"] = "300",
            ["OTEL_SERVICE_NAME"] = "labels-of-tests",
        });
        using var client = new HttpClient { BaseAddress = await service.AddressAsync() };

        using (var photo = new ByteArrayContent(RunningService.Scene(seed: 18)))
        using (var answer = await client.PostAsync("/v1/photos", photo, TestContext.Current.CancellationToken))
            answer.EnsureSuccessStatusCode();

        await WaitForAsync("/v1/metrics", "maskclip.stage.duration");
        await WaitForAsync("/v1/traces", "maskclip.embed");
        Assert.All(received, one => Assert.Equal("secret", one.Key));
        Assert.All(received, one => Assert.Contains("labels-of-tests", one.Body, StringComparison.Ordinal));

        async Task WaitForAsync(string path, string name)
        {
            var clock = Stopwatch.StartNew();
            while (!received.Any(one => one.Path == path && one.Body.Contains(name, StringComparison.Ordinal)))
            {
                Assert.True(clock.Elapsed < Patience, $"{path} never had {name}; it had {received.Count} requests: {service.Said}");
                await Task.Delay(50, TestContext.Current.CancellationToken);
            }
        }
    }

    [Fact]
    public async Task Open_OpensThePageInTheBrowser()
    {
        if (!OperatingSystem.IsLinux())
        {
            Assert.Skip("xdg-open opens the browser on Linux alone.");
            return;
        }

        var (opener, opened) = (Path.Combine(home, "xdg-open"), Path.Combine(home, "opened"));
        File.WriteAllText(opener, $"#!/bin/sh\nprintf %s \"$1\" > '{opened}.unfinished' && mv '{opened}.unfinished' '{opened}'\n");
        File.SetUnixFileMode(opener, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        using var service = Start(new() { ["PATH"] = $"{home}:{Environment.GetEnvironmentVariable("PATH")}" }, "--open");

        var address = await service.AddressAsync();

        var clock = Stopwatch.StartNew();
        while (!File.Exists(opened) && clock.Elapsed < Patience) await Task.Delay(50, TestContext.Current.CancellationToken);
        Assert.Equal(address, new Uri(File.ReadAllText(opened)));
    }

    private static async Task<WebApplication> CollectAsync(ConcurrentQueue<(string Path, string Body, string? Key)> received)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = builder.Build();
        collector.Run(async context =>
        {
            using var body = new MemoryStream();
            await context.Request.Body.CopyToAsync(body);
            // The names in a protobuf message are plain bytes of it.
            received.Enqueue((
                context.Request.Path,
                Encoding.Latin1.GetString(body.ToArray()),
                context.Request.Headers["x-collector-key"].SingleOrDefault()));
        });
        await collector.StartAsync(TestContext.Current.CancellationToken);
        return collector;
    }

    private RunningProgram Start(Dictionary<string, string> variables, params string[] options)
    {
        var start = new ProcessStartInfo(
            Path.Combine(AppContext.BaseDirectory, "MaskClip.Serve"), ["--port", "0", "--model", RunningService.WorldClip, .. options])
        {
            UseShellExecute = false,
            RedirectStandardError = true,
            WorkingDirectory = home,
        };
        start.Environment["XDG_CACHE_HOME"] = Path.Combine(home, "cache");
        foreach (var (name, value) in variables) start.Environment[name] = value;
        return new RunningProgram(Process.Start(start)!);
    }

    /// <summary>A program that is ended with its test.</summary>
    private sealed partial class RunningProgram : IDisposable
    {
        private readonly Process process;
        private readonly StringBuilder said = new();
        private readonly TaskCompletionSource<Uri> address = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public RunningProgram(Process process)
        {
            this.process = process;
            process.ErrorDataReceived += (_, line) =>
            {
                lock (said) said.AppendLine(line.Data);
                if (line.Data is null) address.TrySetException(new InvalidOperationException($"It ended: {Said}"));
                else if (Address().Match(line.Data) is { Success: true } match) address.TrySetResult(new Uri(match.Value));
            };
            process.BeginErrorReadLine();
        }

        public string Said
        {
            get
            {
                lock (said) return said.ToString();
            }
        }

        public Task<Uri> AddressAsync() => address.Task.WaitAsync(Patience, TestContext.Current.CancellationToken);

        public void Dispose()
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
            process.Dispose();
        }

        [GeneratedRegex(@"http://127\.0\.0\.1:\d+")]
        private static partial Regex Address();
    }
}
