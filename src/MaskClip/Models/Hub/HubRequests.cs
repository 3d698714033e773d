using System.Net;
using System.Net.Http.Headers;

namespace MaskClip.Models.Hub;

/// <summary>Sends requests to the hub and where it redirects them, and the token to the hub alone.</summary>
/// <remarks>
/// Large files come from other hosts, by addresses that are signed: a token is not theirs to know. .NET's own redirects would take the
/// <c>Authorization</c> header away too, but also where the hub sends a renamed repository's requests to itself.
/// </remarks>
internal sealed class HubRequests(HttpMessageHandler inner, Uri endpoint, string? token) : DelegatingHandler(inner)
{
    private const int MaxRedirects = 10;

    /// <summary>A client for some requests: no cookies, and no redirects but ours. Silence is timed by whoever asks.</summary>
    /// <param name="endpoint">The host that knows the token.</param>
    /// <param name="token">The token, if there is one.</param>
    /// <param name="transport">Gives what sends requests; <see langword="null"/> for a handler of our own.</param>
    public static HttpClient Client(Uri endpoint, string? token, Func<HttpMessageHandler>? transport = null)
    {
        var inner = transport?.Invoke() ?? new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false };
        var http = new HttpClient(new HubRequests(inner, endpoint, token))
        {
            Timeout = Timeout.InfiniteTimeSpan,
        };
        http.DefaultRequestHeaders.UserAgent.ParseAdd("maskclip");
        return http;
    }

    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        for (var redirects = 0; ; redirects++)
        {
            var from = request.RequestUri!;
            request.Headers.Authorization = token is not null && IsEndpoint(from) ? new AuthenticationHeaderValue("Bearer", token) : null;
            var response = await base.SendAsync(request, cancellationToken);
            if (Redirection(response) is not { } place) return response;
            response.Dispose();
            if (redirects == MaxRedirects) throw new HttpRequestException($"{from.Host} redirects more than {MaxRedirects} times");
            request.RequestUri = Next(from, place);
        }
    }

    private static Uri? Redirection(HttpResponseMessage response) =>
        response.StatusCode is HttpStatusCode.MovedPermanently or HttpStatusCode.Found or HttpStatusCode.SeeOther
            or HttpStatusCode.TemporaryRedirect or HttpStatusCode.PermanentRedirect
            ? response.Headers.Location
            : null;

    private static Uri Next(Uri from, Uri place)
    {
        var to = place.IsAbsoluteUri ? place : new Uri(from, place);
        if (to.Scheme is not ("http" or "https") || (from.Scheme == "https" && to.Scheme == "http"))
        {
            throw new HttpRequestException($"{from.Host} redirects to {to.Scheme}://{to.Host}, which is not as safe as {from.Scheme}");
        }

        return to;
    }

    private bool IsEndpoint(Uri url) =>
        Uri.Compare(url, endpoint, UriComponents.SchemeAndServer, UriFormat.SafeUnescaped, StringComparison.OrdinalIgnoreCase) == 0;
}
