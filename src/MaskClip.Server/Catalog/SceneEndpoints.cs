using System.Collections.Concurrent;
using MaskClip.Server.Photos;
using MaskClip.Server.Problems;
using MaskClip.World;
using Microsoft.Net.Http.Headers;

namespace MaskClip.Server.Catalog;

/// <summary>Pictures to try things on, which the service draws itself.</summary>
internal static class SceneEndpoints
{
    private const int Width = 640, Height = 448, Count = 6;

    // Scenes of the world's test split, chosen for showing several things each.
    private static readonly long[] Seeds = [16, 20, 27, 43, 75];

    private static readonly ConcurrentDictionary<int, byte[]> Drawn = new();

    private static readonly Lazy<SceneList> All = new(() => new SceneList([.. Enumerable.Range(1, Count).Select(Describe)]));

    /// <summary>Adds the endpoints to a group of them.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        routes.MapGet("/v1/scenes", () => All.Value)
            .WithSummary("Six drawn scenes to try things on.");
        routes.MapGet("/v1/scenes/{number:int}", Get)
            .WithSummary("A drawn scene.")
            .Produces<byte[]>(StatusCodes.Status200OK, "image/png");
    }

    private static IResult Get(int number)
    {
        if (number is < 1 or > Count)
        {
            throw new RequestProblem(
                StatusCodes.Status404NotFound, "Unknown scene", $"There is no scene {number}; 1 to {Count} are allowed.");
        }

        var png = Drawn.GetOrAdd(number, Draw);
        return TypedResults.Bytes(png, "image/png", entityTag: new EntityTagHeaderValue(HalfMap.Tag(png)));
    }

    private static SceneEntry Describe(int number) => new(
        number,
        number == 1 ? "Postcard" : Scene(number).Caption(0),
        $"/v1/scenes/{number}",
        number == 1 ? SamplePostcard.Names : Names(Scene(number)),
        Models.InstalledModels.World);

    private static IReadOnlyList<string> Names(WorldScene scene) =>
        [.. scene.Mask.Indices.Distinct().Order()
            .Where(index => index < WorldClasses.Names.Count)
            .Select(index => WorldClasses.Names[index])];

    private static WorldScene Scene(int number) => SmallWorld.Scene(Seeds[number - 2], WorldSplit.Test, Width, Height);

    private static byte[] Draw(int number)
    {
        using var stream = new MemoryStream();
        (number == 1 ? SamplePostcard.Draw(Width, Height) : Scene(number).Picture).SavePng(stream);
        return stream.ToArray();
    }
}

/// <summary>The drawn scenes.</summary>
/// <param name="Scenes">All of them.</param>
internal sealed record SceneList(IReadOnlyList<SceneEntry> Scenes);

/// <summary>A drawn scene.</summary>
/// <param name="Number">Its number.</param>
/// <param name="Title">What it shows.</param>
/// <param name="Url">Where the picture is.</param>
/// <param name="Names">What can be found in it.</param>
/// <param name="Model">The model that knows such pictures.</param>
internal sealed record SceneEntry(int Number, string Title, string Url, IReadOnlyList<string> Names, string Model);
