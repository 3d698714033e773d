using System.Security.Cryptography;
using System.Text;
using MaskClip.Server.Problems;
using Microsoft.Extensions.Options;

namespace MaskClip.Server.Limits;

/// <summary>Lets in who sends the service's key, where it has one.</summary>
/// <param name="options">The key.</param>
internal sealed class ApiKeyFilter(IOptions<MaskClipServerOptions> options) : IEndpointFilter
{
    /// <summary>The header that has the key.</summary>
    public const string Header = "X-Api-Key";

    private const string Scheme = "Bearer ", Basic = "Basic ";

    private readonly byte[]? expected = options.Value.ApiKey is { } key ? Digest(key) : null;

    /// <summary>Whether a request may pass.</summary>
    public bool IsAllowed(HttpRequest request) =>
        expected is null || (Sent(request) is { } sent && CryptographicOperations.FixedTimeEquals(Digest(sent), expected));

    /// <inheritdoc/>
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (IsAllowed(context.HttpContext.Request)) return next(context);
        context.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        throw new RequestProblem(
            StatusCodes.Status401Unauthorized,
            "API key needed",
            $"The request has no key, or not this service's. Send it in the header '{Header}'.")
        {
            NextStep = $"Send the key in the header '{Header}'.",
        };
    }

    /// <summary>The key that a request sends.</summary>
    public static string? Sent(HttpRequest request)
    {
        if (request.Headers.TryGetValue(Header, out var key)) return key;
        var authorization = request.Headers.Authorization.ToString();
        return authorization.StartsWith(Scheme, StringComparison.OrdinalIgnoreCase) ? authorization[Scheme.Length..]
            : authorization.StartsWith(Basic, StringComparison.OrdinalIgnoreCase) ? Password(authorization[Basic.Length..])
            : null;
    }

    // Label Studio sends what was set for a model as user and password.
    private static string? Password(string encoded)
    {
        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out int length)) return null;
        var pair = Encoding.UTF8.GetString(bytes, 0, length);
        return pair.IndexOf(':', StringComparison.Ordinal) is >= 0 and var colon ? pair[(colon + 1)..] : null;
    }

    // Digests have one length, so that comparing them tells nothing of the key's.
    private static byte[] Digest(string key) => SHA256.HashData(Encoding.UTF8.GetBytes(key));
}
