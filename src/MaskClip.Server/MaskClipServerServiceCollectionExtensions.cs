using MaskClip;
using MaskClip.Extensions;
using MaskClip.Server;
using MaskClip.Server.Jobs;
using MaskClip.Server.LabelStudio;
using MaskClip.Server.Limits;
using MaskClip.Server.Photos;
using MaskClip.Server.Problems;
using MaskClip.Server.Texts;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OpenTelemetry;
using OpenTelemetry.Exporter;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;

namespace Microsoft.Extensions.DependencyInjection;

/// <summary>Adds what <c>MapMaskClip</c> needs to an application.</summary>
/// <remarks>Not safe to use from several threads, as collections of services are.</remarks>
public static class MaskClipServerServiceCollectionExtensions
{
    private const string OtlpVariable = "OTEL_EXPORTER_OTLP_ENDPOINT", MetricsSignal = "METRICS", TracesSignal = "TRACES";

    /// <summary>Adds the service: cache, limits, measurements, and the usual model where none was added.</summary>
    /// <param name="services">The application's services.</param>
    /// <param name="configure">Changes limits; <see langword="null"/> takes the defaults.</param>
    public static IServiceCollection AddMaskClipServer(
        this IServiceCollection services, Action<MaskClipServerOptions>? configure = null)
    {
        ArgumentNullException.ThrowIfNull(services);
        var builder = services.AddOptions<MaskClipServerOptions>();
        if (configure is not null) builder.Configure(configure);
        builder.ValidateDataAnnotations().ValidateOnStart();
        if (!services.Any(known => known.ServiceType == typeof(SegmenterSources))) services.AddMaskClip();
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton<ApiKeyFilter>();
        services.TryAddSingleton<BodyReader>();
        services.TryAddSingleton<ClientLimitFilter>();
        services.TryAddSingleton<JobPhotos>();
        services.TryAddSingleton<NameLimits>();
        services.TryAddSingleton<PhotoStore>();
        services.TryAddSingleton<ProblemFilter>();
        services.TryAddSingleton<TextQueue>();
        services.TryAddSingleton<TaskPhotos>();
        // Addresses of tasks come from outside: what they redirect to must not be asked for them.
        services.AddHttpClient(TaskPhotos.HttpClientName).ConfigurePrimaryHttpMessageHandler(
            () => new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
        services.AddProblemDetails();
        services.AddOpenApi();
        services.AddOpenTelemetry()
            .WithMetrics(metrics =>
            {
                metrics.AddMeter(MaskClipTelemetry.Name).AddAspNetCoreInstrumentation().AddPrometheusExporter();
                if (IsExported(MetricsSignal)) metrics.AddOtlpExporter(exporter => Aim(exporter, MetricsSignal));
            })
            .WithTracing(traces =>
            {
                traces.AddSource(MaskClipTelemetry.Name).AddAspNetCoreInstrumentation();
                if (IsExported(TracesSignal)) traces.AddOtlpExporter(exporter => Aim(exporter, TracesSignal));
            });
        return services;
    }

    // Without an address, the exporter would try localhost for ever.
    private static bool IsExported(string signal) => Environment.GetEnvironmentVariable(OtlpVariable) is { Length: > 0 }
        || Environment.GetEnvironmentVariable(Variable(signal)) is { Length: > 0 };

    // The exporter itself reads the common address alone.
    private static void Aim(OtlpExporterOptions exporter, string signal)
    {
        if (Uri.TryCreate(Environment.GetEnvironmentVariable(Variable(signal)), UriKind.Absolute, out var own)) exporter.Endpoint = own;
    }

    private static string Variable(string signal) => $"OTEL_EXPORTER_OTLP_{signal}_ENDPOINT";
}
