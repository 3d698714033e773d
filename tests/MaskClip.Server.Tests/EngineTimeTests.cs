using System.Diagnostics.Metrics;

namespace MaskClip.Server.Tests;

/// <summary>How often the engine works, by the library's meter: of the whole process, so no other test may run beside it.</summary>
[Collection(Alone)]
[CollectionDefinition(Alone, DisableParallelization = true)]
public sealed class EngineTimeTests
{
    private const string Alone = "alone";

    [Fact]
    public async Task SameBytes_CostNoEngineTime_EvenAtTheSameMoment()
    {
        int photos = 0;
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, own) =>
        {
            if (instrument.Name == "maskclip.photos") own.EnableMeasurementEvents(instrument);
        };
        listener.SetMeasurementEventCallback<long>((_, count, _, _) => Interlocked.Add(ref photos, (int)count));
        listener.Start();
        await using var own = await RunningService.StartAsync(_ => { });
        var photo = RunningService.Scene(seed: 3);
        var before = photos;

        var answers = await Task.WhenAll(Enumerable.Range(0, 5).Select(_ => own.SendPhotoAsync(photo)));
        var last = await own.SendPhotoAsync(photo);

        Assert.True(last.GetProperty("cached").GetBoolean());
        Assert.Single(answers.Select(answer => answer.GetProperty("id").GetString()).Distinct());
        Assert.InRange(photos - before, 1, 1);
    }
}
