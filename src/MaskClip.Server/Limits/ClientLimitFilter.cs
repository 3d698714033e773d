using System.Threading.RateLimiting;
using MaskClip.Server.Problems;
using Microsoft.Extensions.Options;

namespace MaskClip.Server.Limits;

/// <summary>So many requests a minute from one client: by its address, since a key may be shared.</summary>
internal sealed class ClientLimitFilter : IEndpointFilter, IDisposable
{
    private const int Segments = 6, Minute = 60;
    private readonly PartitionedRateLimiter<HttpContext>? limiter;
    private readonly int limit;

    /// <summary>Creates a filter.</summary>
    /// <param name="options">The limit.</param>
    public ClientLimitFilter(IOptions<MaskClipServerOptions> options)
    {
        limit = options.Value.MaxRequestsPerMinute;
        if (limit == 0) return;
        limiter = PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetSlidingWindowLimiter(
            context.Connection.RemoteIpAddress?.ToString() ?? "",
            _ => new SlidingWindowRateLimiterOptions
            {
                PermitLimit = limit,
                Window = TimeSpan.FromSeconds(Minute),
                SegmentsPerWindow = Segments,
            }));
    }

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (limiter is null) return await next(context);
        using var lease = limiter.AttemptAcquire(context.HttpContext);
        return lease.IsAcquired
            ? await next(context)
            : throw RequestProblem.Busy("Requests of this client in a minute", limit + 1L, limit, Minute / Segments);
    }

    /// <inheritdoc/>
    public void Dispose() => limiter?.Dispose();
}
