namespace MaskClip.Server.Page;

/// <summary>The page, where it was built.</summary>
internal static class PageEndpoints
{
    private const string Index = "index.html";

    private const string Missing =
        """
        <!doctype html>
        <html lang="en"><meta charset="utf-8"><title>MaskClip</title>
        <h1>MaskClip</h1>
        <p>The service works; its page was not built, because npm was not there. Install Node.js with npm and build again:
        <code>dotnet build src/MaskClip.Server -c Release</code>.</p>
        <p><a href="/scalar">Try the API</a>, or <a href="/openapi/v1.json">its description</a>.</p></html>
        """;

    /// <summary>Adds an endpoint for each file.</summary>
    public static void Map(IEndpointRouteBuilder routes)
    {
        var methods = new[] { HttpMethods.Get, HttpMethods.Head };
        foreach (var file in PageFile.All)
        {
            var path = file.Path == Index ? "/" : $"/{file.Path}";
            Hidden(routes.MapMethods(path, methods, (HttpContext context) => file.SendAsync(context)));
        }

        if (PageFile.All.Any(file => file.Path == Index)) return;
        Hidden(routes.MapMethods("/", methods, () => TypedResults.Content(Missing, "text/html; charset=utf-8")));
    }

    private static void Hidden(IEndpointConventionBuilder builder) => builder.ExcludeFromDescription().WithSecurityHeaders();
}
