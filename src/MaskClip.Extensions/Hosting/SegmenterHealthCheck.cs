using Microsoft.Extensions.Diagnostics.HealthChecks;

namespace MaskClip.Extensions;

/// <summary>Healthy once all models that are loaded at start are there; unhealthy where one cannot be loaded.</summary>
/// <param name="sources">All models.</param>
internal sealed class SegmenterHealthCheck(SegmenterSources sources) : IHealthCheck
{
    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken = default)
    {
        var expected = sources.All.Where(source => source.Options.WarmUp).ToArray();
        if (Array.Find(expected, source => source.Error is not null) is { } failed)
        {
            var problem = new HealthCheckResult(
                context.Registration.FailureStatus, $"{failed.Name}: {failed.Error!.Message}", failed.Error);
            return Task.FromResult(problem);
        }

        var missing = expected.Where(source => source.Loaded is null).Select(source => source.Name).ToArray();
        return Task.FromResult(missing.Length == 0
            ? HealthCheckResult.Healthy($"{expected.Length} models are loaded.")
            : new HealthCheckResult(context.Registration.FailureStatus, $"Still loading: {string.Join(", ", missing)}."));
    }
}
