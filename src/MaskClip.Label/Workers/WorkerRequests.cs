using System.Diagnostics;
using System.Globalization;
using System.Text.Json.Nodes;
using MaskClip.Batches;
using MaskClip.Labelling.Jobs;
using MaskClip.Labelling.Photos;
using MaskClip.Labelling.Work;

namespace MaskClip.Label.Workers;

/// <summary>Does what a worker is asked for, one request after the other.</summary>
/// <param name="labeling">The model.</param>
/// <param name="answers">Who is told.</param>
/// <param name="maxPixels">The most pixels of a photo.</param>
internal sealed class WorkerRequests(LoadedLabeling labeling, WorkerAnswers answers, long maxPixels)
{
    private static readonly TimeSpan MeasuredTime = TimeSpan.FromSeconds(2);

    private LabelJob? job;
    private ShardLabeling? work;

    /// <summary>
    /// Answers until standard input ends, as it does when whoever started this process is gone; the process ends with it.
    /// </summary>
    public async Task AnswerAsync(TextReader input, CancellationToken cancellationToken)
    {
        var requests = System.Threading.Channels.Channel.CreateUnbounded<string>();
        var reading = new Thread(() =>
        {
            while (input.ReadLine() is { } line) requests.Writer.TryWrite(line);

            // At once, in the middle of a shard too. An orderly exit would take the engine from photos at work, which would then count as
            // failed in a shard that is still written.
            Process.GetCurrentProcess().Kill();
        })
        {
            IsBackground = true,
            Name = "requests",
        };
        reading.Start();
        await foreach (var line in requests.Reader.ReadAllAsync(cancellationToken))
            await AnswerAsync(JsonNode.Parse(line)!.AsObject(), cancellationToken);
    }

    private async Task AnswerAsync(JsonObject request, CancellationToken cancellationToken)
    {
        if (request["measure"] is JsonArray photos)
        {
            await MeasureAsync([.. photos.Select(one => one!.GetValue<string>())], cancellationToken);
        }
        else if (request["job"] is { } folder)
        {
            job = LabelJob.Open(folder.GetValue<string>());
            work = new ShardLabeling(job, labeling.Way) { Started = answers.Started, Ended = answers.Ended };
            answers.Done();
        }
        else if (request["shard"] is { } shard)
        {
            job!.Refresh();
            var excluded = request["excluded"]!.AsObject().ToDictionary(
                one => int.Parse(one.Key, CultureInfo.InvariantCulture), one => one.Value!.GetValue<string>());
            answers.Done(await work!.LabelAsync(shard.GetValue<int>(), excluded, cancellationToken));
        }
        else
        {
            job!.Refresh();
            await work!.TryAsync(
                request["try"]!.GetValue<int>(), request["numbers"]!.AsArray().Select(one => one!.GetValue<int>()), cancellationToken);
            answers.Done();
        }
    }

    // The first photo opens what the others find open.
    private async Task MeasureAsync(IReadOnlyList<string> paths, CancellationToken cancellationToken)
    {
        var clock = new Stopwatch();
        int count = 0;
        var outcomes = PhotoBatch.RunAsync(
            paths,
            path => new ListedPhoto("photo", path).Load(maxPixels),
            labeling.Named,
            (_, _, _) => true,
            maxTime: null,
            progress: null,
            cancellationToken);
        await foreach (var _ in outcomes)
        {
            if (clock.IsRunning) count++;
            else clock.Start();
            if (clock.Elapsed > MeasuredTime) break;
        }

        answers.Measured(count, clock.Elapsed.TotalSeconds);
    }
}
