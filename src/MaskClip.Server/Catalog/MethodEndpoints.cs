namespace MaskClip.Server.Catalog;

/// <summary>Which dense methods there are.</summary>
internal static class MethodEndpoints
{
    /// <summary>Adds the endpoint to a group of them.</summary>
    public static void Map(IEndpointRouteBuilder routes) => routes.MapGet(
            "/v1/methods", () => new MethodList([.. DenseMethods.All.Select(MethodEntry.Of)]))
        .WithSummary("The dense methods that a request can name, with their settings.");
}

/// <summary>The dense methods.</summary>
/// <param name="Methods">All of them, by year.</param>
internal sealed record MethodList(IReadOnlyList<MethodEntry> Methods);

/// <summary>A dense method.</summary>
/// <param name="Name">Its name; settings may follow, as in <c>naclip:sigma=7,mlp=on</c>.</param>
/// <param name="Summary">What it changes in CLIP.</param>
/// <param name="Paper">Its paper.</param>
/// <param name="Venue">Where that was published.</param>
/// <param name="Towers">The image towers that it has a meaning for.</param>
/// <param name="Options">Its settings.</param>
internal sealed record MethodEntry(
    string Name, string Summary, string? Paper, string? Venue, string Towers, IReadOnlyList<MethodSetting> Options)
{
    /// <summary>Describes a method.</summary>
    internal static MethodEntry Of(DenseMethod method) => new(
        method.Name,
        method.Summary,
        method.Paper?.Title,
        method.Paper?.Venue,
        method.AllTowers,
        [.. method.AllOptions.Select(one => new MethodSetting(one.Name, one.Summary, one.Values, one.Show(method.Block)))]);
}

/// <summary>A setting of a method.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Summary">What it does.</param>
/// <param name="Values">What is allowed.</param>
/// <param name="Default">Its value where nobody sets it.</param>
internal sealed record MethodSetting(string Name, string Summary, string Values, string Default);
