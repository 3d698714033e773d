using System.Net;
using System.Net.Http.Headers;
using MaskClip.Server.Limits;
using MaskClip.Server.Problems;
using Microsoft.Extensions.Options;

namespace MaskClip.Server.LabelStudio;

/// <summary>Fetches tasks' photos: from Label Studio and from nowhere else, or out of the task itself.</summary>
/// <param name="options">Where Label Studio is.</param>
/// <param name="clients">Sends requests.</param>
/// <param name="bodies">Limits sizes.</param>
internal sealed class TaskPhotos(IOptions<MaskClipServerOptions> options, IHttpClientFactory clients, BodyReader bodies)
{
    /// <summary>The name of the client that requests are sent with.</summary>
    public const string HttpClientName = "MaskClip.LabelStudio";

    private const string Inline = "data:", Base64 = ";base64,";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly LabelStudioOptions own = options.Value.LabelStudio;

    /// <summary>A task's photo.</summary>
    /// <param name="address">What the task's data says: an address of Label Studio, with or without its host, or a data address.</param>
    /// <param name="cancellationToken">Stops the download.</param>
    /// <exception cref="RequestProblem">The address is another host's, or the photo cannot be had.</exception>
    public async Task<byte[]> FetchAsync(string address, CancellationToken cancellationToken)
    {
        if (address.StartsWith(Inline, StringComparison.OrdinalIgnoreCase)) return Decode(address);
        if (own.Url is not { } home)
        {
            throw RequestProblem.Invalid(
                "The task's photo is at Label Studio, whose address this service does not know. Start it with Label Studio's address " +
                "(docs/label-studio.md).");
        }

        if (!Uri.TryCreate(home, address, out var url) || url.Scheme != home.Scheme || url.Authority != home.Authority)
        {
            throw RequestProblem.Invalid(
                $"The task's photo is not at {home.GetLeftPart(UriPartial.Authority)}: only from there are photos fetched. " +
                $"Import the photos into Label Studio, or let it serve them.");
        }

        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        patience.CancelAfter(Patience);
        try
        {
            return await DownloadAsync(url, patience.Token);
        }
        catch (HttpRequestException error)
        {
            throw Failed(error.Message);
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw Failed($"it did not come within {Patience.TotalSeconds:0} s");
        }
    }

    private async Task<byte[]> DownloadAsync(Uri url, CancellationToken cancellationToken)
    {
        using var client = clients.CreateClient(HttpClientName);
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (own.Token is { Length: > 0 } token) request.Headers.Authorization = new AuthenticationHeaderValue("Token", token);
        using var response = await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancellationToken);
        if (response.StatusCode != HttpStatusCode.OK) throw Failed($"Label Studio answers {(int)response.StatusCode}");
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        return await bodies.ReadAsync(body, cancellationToken);
    }

    private static byte[] Decode(string address)
    {
        int comma = address.IndexOf(Base64, StringComparison.OrdinalIgnoreCase);
        var text = comma < 0 ? "" : address[(comma + Base64.Length)..];
        var bytes = new byte[text.Length];
        return comma >= 0 && Convert.TryFromBase64String(text, bytes, out int length)
            ? bytes[..length]
            : throw RequestProblem.Invalid("The task's photo is a data address that is not base64.");
    }

    private static RequestProblem Failed(string why) => new(
        StatusCodes.Status502BadGateway,
        "Photo not available",
        $"The task's photo cannot be fetched: {why}. Check Label Studio's address and token.");
}
