using System.Text.Json;
using MaskClip.Server.Limits;
using MaskClip.Server.Photos;
using MaskClip.Server.Problems;
using MaskClip.Server.Texts;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace MaskClip.Server.LabelStudio;

/// <summary>Label Studio's ML backend: the routes and messages of its <c>label-studio-ml</c> client.</summary>
internal static class LabelStudioEndpoints
{
    private const int MaxTasks = 1000;

    private static readonly JsonSerializerOptions Form = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };

    /// <summary>Adds the endpoints to a group of them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/health", () => Answer(new { Status = "UP", ModelClass = "MaskClip" })).WithSummary("Label Studio: is it there?");
        routes.MapPost("/setup", SetupAsync).WithSummary("Label Studio: a project connects.");
        routes.MapPost("/predict", PredictAsync).WithSummary("Label Studio: predictions for tasks.");
        routes.MapPost("/webhook", HearAsync).WithSummary("Label Studio: events, which change nothing here.");
    }

    private static async Task<IResult> SetupAsync(PhotoStore store, BodyReader bodies, HttpContext context)
    {
        var request = await ReadAsync<SetupRequest>(context, bodies);
        LabelingInterface.Parse(request.Schema);
        var (_, choice) = await store.ChooseAsync(model: null, method: null, size: null, context.RequestAborted);
        return Answer(new { ModelVersion = Version(choice) });
    }

    private static async Task<IResult> HearAsync(BodyReader bodies, HttpContext context)
    {
        await ReadAsync<JsonDocument>(context, bodies);
        return Answer(new { Status = "ok" });
    }

    private static async Task<IResult> PredictAsync(
        PhotoStore store,
        NameLimits limits,
        TextQueue texts,
        TaskPhotos photos,
        BodyReader bodies,
        IOptions<MaskClipServerOptions> options,
        ILogger<LabelingInterface> logger,
        HttpContext context)
    {
        var stop = context.RequestAborted;
        var request = await ReadAsync<PredictRequest>(context, bodies);
        if (request.Tasks is not { Count: > 0 and <= MaxTasks })
            throw RequestProblem.Invalid($"{request.Tasks?.Count ?? 0} tasks were sent; 1 to {MaxTasks} are allowed.");
        var labels = LabelingInterface.Parse(request.LabelConfig);
        var own = options.Value.LabelStudio;
        var vocabulary = limits.Labels(labels.Labels, [.. own.Background]);
        var (segmenter, choice) = await store.ChooseAsync(model: null, method: null, size: null, stop);
        var classifier = await texts.RunAsync(() => segmenter.Embed(vocabulary, cancellationToken: stop), stop);
        var how = new SegmentationOptions
        {
            PromptDenoising = own.PromptDenoising,
            GuidedFilter = own.GuidedFilter ? new GuidedFilterOptions() : null,
        };
        store.Queue.Admit();
        var results = new List<TaskPrediction>();
        foreach (var task in request.Tasks)
        {
            try
            {
                var photo = store.Add(await photos.FetchAsync(Address(task, labels), stop));
                var (embedded, _) = await store.EmbedAsync(photo, segmenter, choice, stop, accepted: true);
                results.Add(await store.Queue.RunAsync(
                    () => Label(embedded, classifier, how, labels, own.MinArea, choice, stop), stop, accepted: true));
            }
            catch (Exception error) when (request.Tasks.Count > 1 && error is RequestProblem or ImageFormatException)
            {
                // One photo that cannot be had must not take the others' predictions along.
                logger.LogWarning("Task {Task} gets no prediction: {Error}", task.Id, error.Message);
                results.Add(new TaskPrediction(Version(choice), 0, []));
            }
        }

        return Answer(new PredictAnswer(results));
    }

    private static TaskPrediction Label(
        EmbeddedPhoto embedded,
        TextClassifier classifier,
        SegmentationOptions how,
        LabelingInterface labels,
        int minArea,
        EmbeddingChoice choice,
        CancellationToken stop)
    {
        var result = embedded.Features.Segment(classifier, how, stop);
        var regions = result.NoneConfident ? [] : StudioShapes.Of(labels, result, minArea);
        double score = regions.Count == 0 ? 0 : Math.Round(regions.Average(region => region.Score), 6);
        return new TaskPrediction(Version(choice), score, regions);
    }

    private static string Address(StudioTask task, LabelingInterface labels) =>
        task.Data is { } data && data.TryGetValue(labels.Field, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()!
            : throw RequestProblem.Invalid($"Task {task.Id} has no text '{labels.Field}' in its data, where its photo should be.");

    private static string Version(EmbeddingChoice choice) => $"maskclip-{choice.Model}-{choice.Method}-{choice.Size}";

    private static IResult Answer<T>(T value) => TypedResults.Json(value, Form);

    private static async Task<T> ReadAsync<T>(HttpContext context, BodyReader bodies)
    {
        bodies.Admit(context);
        var bytes = await bodies.ReadAsync(context.Request.Body, context.RequestAborted);
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, Form) ?? throw RequestProblem.Invalid("The body is null. Send a JSON object.");
        }
        catch (JsonException)
        {
            throw RequestProblem.Invalid("The body is not JSON of the form that Label Studio sends.");
        }
    }
}
