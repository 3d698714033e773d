using MaskClip.Server;
using MaskClip.Server.Catalog;
using MaskClip.Server.Jobs;
using MaskClip.Server.LabelStudio;
using MaskClip.Server.Limits;
using MaskClip.Server.Page;
using MaskClip.Server.Photos;
using MaskClip.Server.Problems;
using MaskClip.Server.Segmenting;
using MaskClip.Server.Texts;
using Microsoft.AspNetCore.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;
using Scalar.AspNetCore;

namespace Microsoft.AspNetCore.Builder;

/// <summary>Adds MaskClip's API and page to an application.</summary>
/// <remarks>Not safe to use from several threads, as builders of routes are.</remarks>
public static class MaskClipEndpointRouteBuilderExtensions
{
    /// <summary>
    /// Adds <c>/v1/...</c>, health, measurements, the API's description and the page. Needs
    /// <c>AddMaskClipServer</c>.
    /// </summary>
    /// <param name="routes">The application.</param>
    /// <returns>The endpoints of the API, to which more conventions can be added.</returns>
    public static RouteGroupBuilder MapMaskClip(this IEndpointRouteBuilder routes)
    {
        ArgumentNullException.ThrowIfNull(routes);
        var options = routes.ServiceProvider.GetRequiredService<IOptions<MaskClipServerOptions>>().Value;
        var key = routes.ServiceProvider.GetRequiredService<ApiKeyFilter>();
        var open = routes.MapGroup("").WithSecurityHeaders().WithTags("MaskClip");
        open.AddEndpointFilter(routes.ServiceProvider.GetRequiredService<ProblemFilter>());
        SceneEndpoints.Map(open);
        var api = open.MapGroup("");
        api.AddEndpointFilter(key);
        api.AddEndpointFilter(routes.ServiceProvider.GetRequiredService<ClientLimitFilter>());
        PhotoEndpoints.Map(api);
        TextEndpoints.Map(api);
        SegmentEndpoints.Map(api);
        ModelEndpoints.Map(api);
        MethodEndpoints.Map(api);
        JobEndpoints.Map(api);
        LabelStudioEndpoints.Map(api);
        routes.MapHealthChecks("/healthz", new HealthCheckOptions { Predicate = _ => false }).WithSecurityHeaders();
        routes.MapHealthChecks("/readyz", new HealthCheckOptions { Predicate = check => check.Tags.Contains("ready") })
            .WithSecurityHeaders();
        if (options.Metrics) MapMetrics(routes, key);
        if (options.OpenApi)
        {
            routes.MapOpenApi().WithSecurityHeaders();
            routes.MapScalarApiReference().WithSecurityHeaders(isReferencePage: true);
        }

        if (options.Page) PageEndpoints.Map(routes);
        return api;
    }

    private static void MapMetrics(IEndpointRouteBuilder routes, ApiKeyFilter key) => routes.MapPrometheusScrapingEndpoint()
        .WithSecurityHeaders()
        .Add(endpoint =>
        {
            if (endpoint.RequestDelegate is not { } scrape) return;
            endpoint.RequestDelegate = context =>
            {
                if (key.IsAllowed(context.Request)) return scrape(context);
                context.Response.StatusCode = StatusCodes.Status401Unauthorized;
                return Task.CompletedTask;
            };
        });
}
