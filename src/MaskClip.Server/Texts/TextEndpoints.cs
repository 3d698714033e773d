using System.Diagnostics;
using System.Runtime.InteropServices;
using MaskClip.Extensions;
using MaskClip.Server.Limits;

namespace MaskClip.Server.Texts;

/// <summary>Names in, vectors out.</summary>
internal static class TextEndpoints
{
    /// <summary>Adds the endpoint to a group of them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapPost("/v1/texts", PostAsync)
            .WithSummary("Embed names: unit-length vectors to compare features with.")
            .Accepts<TextRequest>("application/json")
            .Produces<TextAnswer>();
        routes.MapPost("/v1/background", PostBackgroundAsync)
            .WithSummary("Choose background words that are near no name.")
            .Accepts<BackgroundRequest>("application/json")
            .Produces<BackgroundAnswer>();
    }

    /// <summary>Embeds a vocabulary as it is, or with a background that is chosen for it.</summary>
    public static TextClassifier Embed(
        Segmenter segmenter, Vocabulary vocabulary, bool automaticBackground, CancellationToken cancellationToken) => segmenter.Embed(
            vocabulary,
            automaticBackground ? segmenter.Options.Texts with { AutomaticBackground = new() } : null,
            cancellationToken);

    private static async Task<IResult> PostAsync(
        SegmenterSources sources, NameLimits limits, BodyReader bodies, TextQueue queue, HttpContext context)
    {
        var stop = context.RequestAborted;
        var request = await JsonBody.ReadAsync<TextRequest>(context, bodies, stop);
        var vocabulary = limits.Parse(request.Names, request.Background, request.AutomaticBackground);
        var source = sources.Find(request.Model);
        var segmenter = await source.GetAsync(stop);
        long start = Stopwatch.GetTimestamp();
        var texts = await queue.RunAsync(() => Embed(segmenter, vocabulary, request.AutomaticBackground, stop), stop);
        return TypedResults.Ok(new TextAnswer(
            source.Name,
            texts.Size,
            [.. texts.Vocabulary.Classes.Select(one => new NamedClass(one.Name, one.Synonyms, one.IsBackground))],
            texts.ScoreRows.ToArray(),
            texts.ScoreClasses.ToArray(),
            Convert.ToBase64String(MemoryMarshal.AsBytes(texts.Embeddings)),
            segmenter.Defaults.LogitScale,
            vocabulary.Warnings,
            new TextTimings(Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 2))));
    }

    private static async Task<IResult> PostBackgroundAsync(
        SegmenterSources sources, NameLimits limits, BodyReader bodies, TextQueue queue, HttpContext context)
    {
        var stop = context.RequestAborted;
        var request = await JsonBody.ReadAsync<BackgroundRequest>(context, bodies, stop);
        var vocabulary = limits.Parse(request.Names, background: null);
        var source = sources.Find(request.Model);
        var segmenter = await source.GetAsync(stop);
        long start = Stopwatch.GetTimestamp();
        var texts = await queue.RunAsync(() => Embed(segmenter, vocabulary, automaticBackground: true, stop), stop);
        var first = texts.Vocabulary.Classes[0];
        return TypedResults.Ok(new BackgroundAnswer(
            source.Name,
            first.IsBackground ? first.Synonyms : [],
            new TextTimings(Math.Round(Stopwatch.GetElapsedTime(start).TotalMilliseconds, 2))));
    }
}
