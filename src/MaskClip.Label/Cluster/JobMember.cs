using System.Net;
using MaskClip.Labelling.Cluster;
using MaskClip.Labelling.Jobs;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Orleans.Dashboard;

namespace MaskClip.Label.Cluster;

/// <summary>
/// This process in the cluster. Where it had to leave (its machine slept, the store said that it is dead), it joins anew.
/// </summary>
/// <param name="address">The store.</param>
/// <param name="job">The job.</param>
/// <param name="options">How long leases last.</param>
/// <param name="dashboard">Port of the dashboard on this machine; 0 for none.</param>
/// <param name="verbose">Whether what the cluster says is shown.</param>
internal sealed class JobMember(string address, LabelJob job, LeaseOptions options, int dashboard, bool verbose) : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    private readonly SemaphoreSlim gate = new(1);
    private IHost? host;

    /// <summary>Finds the cluster's grains; joins it first where that was not done, or was undone.</summary>
    public async Task<IGrainFactory> GrainsAsync(CancellationToken cancellationToken)
    {
        await gate.WaitAsync(cancellationToken);
        try
        {
            if (host is { } left && HasLeft(left)) await LeaveAsync();
            if (host is null)
            {
                var joining = Create();
                try
                {
                    await joining.StartAsync(cancellationToken);
                    host = joining;
                }
                catch (OperationCanceledException error) when (!cancellationToken.IsCancellationRequested)
                {
                    await EndAsync(joining);
                    throw new IOException(
                        "The other members took this process for dead while it joined. Does this machine's clock agree with theirs?",
                        error);
                }
                catch
                {
                    await EndAsync(joining);
                    throw;
                }
            }

            return host.Services.GetRequiredService<IGrainFactory>();
        }
        finally
        {
            gate.Release();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await LeaveAsync();
        gate.Dispose();
    }

    private static bool HasLeft(IHost member) =>
        member.Services.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping.IsCancellationRequested;

    private static async Task EndAsync(IHost ending)
    {
        if (ending is IAsyncDisposable disposable) await disposable.DisposeAsync();
        else ending.Dispose();
    }

    private async Task LeaveAsync()
    {
        if (host is not { } leaving) return;
        host = null;
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            await leaving.StopAsync(patience.Token);
            await EndAsync(leaving);
        }
        catch (Exception)
        {
            // Others notice that it is gone.
        }
    }

    private IHost Create()
    {
        if (dashboard == 0)
        {
            var plain = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
            Configure(plain, null);
            return plain.Build();
        }

        var builder = WebApplication.CreateSlimBuilder();
        builder.Configuration.Sources.Clear();
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Listen(IPAddress.Loopback, dashboard));
        Configure(builder, silo => silo.AddDashboard());
        var web = builder.Build();
        web.MapGet("/job", (IGrainFactory grains) => grains.GetGrain<ILabelJobGrain>(job.Folder).StatusAsync());
        web.MapOrleansDashboard();
        return web;
    }

    private void Configure(IHostApplicationBuilder builder, Action<ISiloBuilder>? silo)
    {
        builder.Logging.ClearProviders();
        if (verbose)
        {
            builder.Logging.AddSimpleConsole(console => console.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
            builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(
                console => console.LogToStandardErrorThreshold = LogLevel.Trace);
        }

        // Ctrl-C is heard by the command, which leaves in order.
        builder.Services.AddSingleton<IHostLifetime, NoLifetime>();
        builder.AddLabelCluster(address, $"{job.Description.Hash}", options, silo);
    }

    private sealed class NoLifetime : IHostLifetime
    {
        public Task WaitForStartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
    }
}
