using System.Net.ServerSentEvents;
using System.Runtime.CompilerServices;
using MaskClip.Server.Limits;
using MaskClip.Server.Photos;
using MaskClip.Server.Problems;
using MaskClip.Server.Segmenting;
using MaskClip.Server.Texts;
using Microsoft.Extensions.Logging;

namespace MaskClip.Server.Jobs;

/// <summary>Many photos, whose results come as they are ready.</summary>
internal static class JobEndpoints
{
    /// <summary>Adds the endpoint to a group of them.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/jobs", PostAsync)
        .WithSummary("Find names in many photos; results come as server-sent events.")
        .WithDescription(
            "Events named 'photo' with {done, total, photo, result, error}, and at the end one named 'done'. Closing the connection " +
            "stops the job.")
        .Accepts<JobRequest>("application/json")
        .Produces<JobProgress>(StatusCodes.Status200OK, "text/event-stream");

    private static async Task<IResult> PostAsync(
        PhotoStore store,
        JobPhotos photos,
        NameLimits limits,
        TextQueue texts,
        BodyReader bodies,
        ILogger<JobPhotos> logger,
        HttpContext context)
    {
        var stop = context.RequestAborted;
        var request = await JsonBody.ReadAsync<JobRequest>(context, bodies, stop);
        var find = request.Find ?? throw RequestProblem.Invalid("The job has no 'find'. Say what is to be found: {\"names\": [\"cat\"]}.");
        var vocabulary = limits.Parse(find.Names, find.Background, find.AutomaticBackground);
        var options = find.ToOptions();
        options.Validate(vocabulary);
        var all = photos.Of(request);
        var (segmenter, choice) = await store.ChooseAsync(find.Model, find.Method, find.Size, stop);
        var classifier = await texts.RunAsync(() => TextEndpoints.Embed(segmenter, vocabulary, find.AutomaticBackground, stop), stop);
        store.Queue.Admit();
        return TypedResults.ServerSentEvents(RunAsync(stop));

        async IAsyncEnumerable<SseItem<object>> RunAsync([EnumeratorCancellation] CancellationToken cancellationToken)
        {
            int failed = 0;
            for (int index = 0; index < all.Count; index++)
            {
                var (name, open) = all[index];
                SegmentAnswer? result = null;
                string? error = null;
                try
                {
                    var photo = open();
                    var (embedded, _) = await store.EmbedAsync(photo, segmenter, choice, cancellationToken, accepted: true);
                    result = await store.Queue.RunAsync(
                        () =>
                        {
                            var found = embedded.Features.Segment(classifier, options, cancellationToken);
                            return SegmentAnswer.Of(photo.Id, choice, found, ResultFormats.Shapes(find, found));
                        },
                        cancellationToken,
                        accepted: true);
                }
                catch (Exception problem) when (problem is RequestProblem or ImageFormatException or OptionsException)
                {
                    error = problem.Message;
                }
                catch (Exception problem) when (problem is IOException or UnauthorizedAccessException)
                {
                    // The message has the path on this machine.
                    logger.LogWarning("A photo of a job cannot be read: {Error}", problem.Message);
                    error = "The file cannot be read; the service's log says why.";
                }

                if (error is not null) failed++;
                yield return new SseItem<object>(new JobProgress(index + 1, all.Count, name, result, error), "photo");
            }

            yield return new SseItem<object>(new JobEnd(all.Count - failed, failed), "done");
        }
    }
}
