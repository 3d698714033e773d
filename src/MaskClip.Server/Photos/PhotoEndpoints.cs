using MaskClip.Server.Limits;
using MaskClip.Server.Problems;
using Microsoft.Net.Http.Headers;

namespace MaskClip.Server.Photos;

/// <summary>Photos in, features out.</summary>
internal static class PhotoEndpoints
{
    /// <summary>Adds the endpoints to a group of them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/photos", PostAsync)
            .WithSummary("Take a photo in and embed it.")
            .WithDescription(
                "The body is the photo's bytes (JPEG, PNG, WebP, BMP, GIF, TIFF), or a form with the field 'photo'. The same bytes cost " +
                "nothing the second time.")
            .Accepts<byte[]>("*/*", "multipart/form-data")
            .Produces<PhotoAnswer>();
        routes.MapPost("/v1/photos/{id}", PostAgainAsync)
            .WithSummary("Embed a photo that is here with another model, method or size.")
            .Produces<PhotoAnswer>();
        foreach (var (kind, summary) in new[]
        {
            ("features", "Unit-length features: float16, little endian, [dimension, height, width]."),
            ("keys", "Keys, for key smoothing: float16, little endian, [k, height, width]."),
            ("surroundings", "Features of what surrounds each position: float16, little endian, [dimension, height, width]."),
        })
        {
            routes.MapGet($"/v1/photos/{{id}}/{kind}", (
                    string id, string? model, string? method, int? size, PhotoStore store, HttpContext context) =>
                    GetAsync(kind, id, model, method, size, store, context))
                .WithSummary(summary)
                .Produces<byte[]>(StatusCodes.Status200OK, "application/octet-stream");
        }

        routes.MapDelete("/v1/photos/{id}", (string id, PhotoStore store) =>
                store.Remove(id) ? TypedResults.NoContent() : throw RequestProblem.UnknownPhoto())
            .WithSummary("Let a photo and its features go.")
            .Produces(StatusCodes.Status204NoContent);
    }

    private static async Task<IResult> PostAsync(
        string? model, string? method, int? size, PhotoStore store, BodyReader bodies, HttpContext context)
    {
        var stop = context.RequestAborted;
        var upload = await PhotoUpload.ReadAsync(context, bodies, stop);
        if (upload.Bytes is null)
            throw RequestProblem.Invalid($"The form has no file. Send the photo's in the field '{PhotoUpload.PhotoField}'.");
        var photo = store.Add(upload.Bytes);
        return await AnswerAsync(photo, Text("model") ?? model, Text("method") ?? method, size, store, stop);

        string? Text(string name) => upload.Fields.TryGetValue(name, out var values) ? values.ToString() : null;
    }

    private static Task<IResult> PostAgainAsync(
        string id, string? model, string? method, int? size, PhotoStore store, HttpContext context) =>
        AnswerAsync(store.Find(id), model, method, size, store, context.RequestAborted);

    private static async Task<IResult> AnswerAsync(
        StoredPhoto photo, string? model, string? method, int? size, PhotoStore store, CancellationToken stop)
    {
        var (segmenter, choice) = await store.ChooseAsync(model, method, size, stop);
        var (embedded, cached) = await store.EmbedAsync(photo, segmenter, choice, stop);
        return TypedResults.Ok(PhotoAnswer.Of(photo, embedded, cached, store.Expiry));
    }

    private static async Task<IResult> GetAsync(
        string kind, string id, string? model, string? method, int? size, PhotoStore store, HttpContext context)
    {
        var photo = store.Find(id);
        var (segmenter, choice) = await store.ChooseAsync(model, method, size, context.RequestAborted);
        var (embedded, _) = await store.EmbedAsync(photo, segmenter, choice, context.RequestAborted);
        var features = embedded.Features;
        if (!features.IsSingleGrid)
        {
            throw new RequestProblem(
                StatusCodes.Status409Conflict,
                "No single feature map",
                $"Features of the method '{choice.Method}' depend on names. Ask POST /v1/segment, or take another method.");
        }

        int positions = features.GridWidth * features.GridHeight;
        var bytes = HalfMap.Encode(
            kind switch { "keys" => features.Key, "surroundings" => features.Surroundings, _ => features.Features }, positions);
        var headers = context.Response.Headers;
        headers["X-MaskClip-Dimension"] = (bytes.Length / 2 / positions).ToString();
        headers["X-MaskClip-Grid-Height"] = features.GridHeight.ToString();
        headers["X-MaskClip-Grid-Width"] = features.GridWidth.ToString();
        headers.CacheControl = "private, max-age=3600";
        return TypedResults.Bytes(bytes, "application/octet-stream", entityTag: new EntityTagHeaderValue(HalfMap.Tag(bytes)));
    }
}
