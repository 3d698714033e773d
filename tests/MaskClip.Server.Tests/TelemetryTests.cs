using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace MaskClip.Server.Tests;

/// <summary>What is measured: stages, photos, texts, queue and cache.</summary>
public sealed class TelemetryTests(RunningService service) : IClassFixture<RunningService>
{
    [Fact]
    public async Task Stages_AreMeasuredAndTraced()
    {
        var stages = new ConcurrentDictionary<string, double>();
        var spans = new ConcurrentDictionary<string, int>();
        using var meters = new MeterListener();
        meters.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "maskclip.stage.duration") own.EnableMeasurementEvents(instrument);
        };
        meters.SetMeasurementEventCallback<double>((_, seconds, tags, _) => stages[(string)tags[0].Value!] = seconds);
        meters.Start();
        using var activities = new ActivityListener
        {
            ShouldListenTo = source => source.Name == MaskClipTelemetry.Name,
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
            ActivityStopped = span => spans.AddOrUpdate(span.OperationName, 1, (_, count) => count + 1),
        };
        ActivitySource.AddActivityListener(activities);
        var id = (await service.SendPhotoAsync(RunningService.Scene(seed: 16))).GetProperty("id").GetString();

        await service.SendAsync("/v1/segment", new { photo = id, names = new[] { "a word never seen", "another" } });
        await service.SendAsync("/v1/segment", new { photo = id, names = new[] { "a word never seen", "another" }, guidedFilter = true });

        foreach (var stage in new[] { "decode", "embed", "text", "score", "refine" })
        {
            Assert.True(stages.TryGetValue(stage, out double seconds) && seconds > 0, stage);
            Assert.True(spans.ContainsKey($"maskclip.{stage}"), stage);
        }
    }

    [Fact]
    public async Task Metrics_AreServedForPrometheus()
    {
        await service.SendPhotoAsync(RunningService.Scene(seed: 17));

        var text = await service.Client.GetStringAsync("/metrics");

        foreach (var name in new[]
        {
            "maskclip_photos", "maskclip_stage_duration_seconds", "maskclip_queue_length", "maskclip_cache_bytes", "maskclip_cache_lookups",
            "http_server_request_duration",
        })
        {
            Assert.Contains(name, text, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Description_IsOpenApi31_AndKnowsEveryRoute()
    {
        var text = await service.Client.GetStringAsync("/openapi/v1.json");

        Assert.Contains("\"openapi\": \"3.1", text, StringComparison.Ordinal);
        foreach (var path in new[]
        {
            "/v1/photos", "/v1/photos/{id}/features", "/v1/segment", "/v1/texts", "/v1/models", "/v1/methods", "/v1/jobs", "/predict",
        })
            Assert.Contains($"\"{path}\"", text, StringComparison.Ordinal);
    }
}
