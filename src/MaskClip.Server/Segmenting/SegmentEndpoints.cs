using MaskClip.Server.Limits;
using MaskClip.Server.Photos;
using MaskClip.Server.Problems;
using MaskClip.Server.Texts;

namespace MaskClip.Server.Segmenting;

/// <summary>A photo and names in, masks out.</summary>
internal static class SegmentEndpoints
{
    /// <summary>Adds the endpoint to a group of them.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapPost("/v1/segment", PostAsync)
        .WithSummary("Find names in a photo.")
        .WithDescription(
            "JSON with the id of a photo that was sent before; or a form with the photo in the field 'photo' and settings beside it; " +
            "or the photo's bytes, and settings in the query (?names=cat&names=dog). 'format' or the Accept header chooses the answer.")
        .Accepts<SegmentRequest>("application/json", "multipart/form-data", "*/*")
        .Produces<SegmentAnswer>()
        .Produces<byte[]>(StatusCodes.Status200OK, "image/png", "application/x-npy");

    private static async Task<IResult> PostAsync(
        PhotoStore store, NameLimits limits, BodyReader bodies, TextQueue texts, HttpContext context)
    {
        var stop = context.RequestAborted;
        var (photo, request) = await ReadAsync(store, bodies, context);
        var format = ResultFormats.Choose(request.Format, context.Request);
        var vocabulary = limits.Parse(request.Names, request.Background, request.AutomaticBackground);
        var options = request.ToOptions();
        options.Validate(vocabulary);
        var (segmenter, choice) = await store.ChooseAsync(request.Model, request.Method, request.Size, stop);
        var classifier = await texts.RunAsync(() => TextEndpoints.Embed(segmenter, vocabulary, request.AutomaticBackground, stop), stop);
        var (embedded, cached) = await store.EmbedAsync(photo, segmenter, choice, stop);
        return await store.Queue.RunAsync(
            () => ResultFormats.Write(format, photo.Id, request, embedded, embedded.Features.Segment(classifier, options, stop)),
            stop,
            accepted: !cached);
    }

    private static async Task<(StoredPhoto Photo, SegmentRequest Request)> ReadAsync(
        PhotoStore store, BodyReader bodies, HttpContext context)
    {
        if (context.Request.HasJsonContentType())
        {
            var read = await JsonBody.ReadAsync<SegmentRequest>(context, bodies, context.RequestAborted);
            if (context.Request.Query.TryGetValue("format", out var format)) read = read with { Format = format };
            if (read.Photo is null)
                throw RequestProblem.Invalid("No photo is named. Give the id that POST /v1/photos answered as 'photo'.");
            return (store.Find(read.Photo), read);
        }

        var upload = await PhotoUpload.ReadAsync(context, bodies, context.RequestAborted);
        var request = SegmentRequest.Read(upload.Fields);
        var photo = upload.Bytes is { Length: > 0 } bytes ? store.Add(bytes)
            : request.Photo is { } id ? store.Find(id)
            : throw RequestProblem.Invalid("The request has no photo. Send its bytes, or the id of one that was sent before as 'photo'.");
        return (photo, request);
    }
}
