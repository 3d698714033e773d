using MaskClip;

var builder = WebApplication.CreateBuilder(args);
builder.Services.AddMaskClip(builder.Configuration.GetSection("MaskClip")); // MaskClip:Model, MaskClip:Segmenter:Threads, ...
builder.Services.AddMaskClipServer();

var app = builder.Build();
app.MapMaskClip(); // /v1/..., the page, health, metrics

// The application's own use of the same model.
app.MapPost("/share", async (HttpRequest request, Segmenter segmenter, string name) =>
{
    using var body = new MemoryStream();
    await request.Body.CopyToAsync(body);
    var photo = RgbImage.Load(body.ToArray());
    using var features = segmenter.Embed(photo, cancellationToken: request.HttpContext.RequestAborted);
    var result = features.Segment(Vocabulary.Parse([name], ["background"]));
    return new { name, share = result.Regions.FirstOrDefault(region => region.Label == name)?.Share ?? 0 };
});
await app.RunAsync();
