using System.Net;

namespace MaskClip.Labelling.Photos;

/// <summary>Fetches photos over HTTP; what fails for a moment is tried again.</summary>
internal static class WebPhotos
{
    private const int MaxTries = 3, MaxBytes = 256 << 20;

    private static readonly HttpClient Client = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(60),
        MaxResponseContentBufferSize = MaxBytes,
    };

    /// <summary>The bytes at an address.</summary>
    /// <exception cref="IOException">They cannot be had.</exception>
    public static MemoryStream Get(string address)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                using var answer = Client.GetAsync(address).GetAwaiter().GetResult();
                if (answer.IsSuccessStatusCode)
                    return new MemoryStream(answer.Content.ReadAsByteArrayAsync().GetAwaiter().GetResult(), writable: false);
                if (attempt == MaxTries || !Passes(answer.StatusCode))
                    throw new IOException($"{address} answers with {(int)answer.StatusCode} ({answer.ReasonPhrase}).");
            }
            catch (Exception error) when (error is HttpRequestException or TaskCanceledException or UriFormatException
                or InvalidOperationException)
            {
                if (attempt == MaxTries || error is UriFormatException or InvalidOperationException)
                    throw new IOException($"{address} cannot be fetched: {error.Message}", error);
            }

            Thread.Sleep(TimeSpan.FromSeconds(attempt));
        }
    }

    private static bool Passes(HttpStatusCode code) =>
        code is HttpStatusCode.TooManyRequests or HttpStatusCode.RequestTimeout || (int)code >= 500;
}
