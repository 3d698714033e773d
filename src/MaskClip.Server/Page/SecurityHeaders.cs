namespace MaskClip.Server.Page;

/// <summary>What browsers are told not to do with what comes from here.</summary>
internal static class SecurityHeaders
{
    private const string OwnOnly =
        "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' blob: data:; " +
        "connect-src 'self' blob:; worker-src 'self' blob:; font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'none'; " +
        "frame-ancestors 'none'";

    // The page to try the API brings its script along and writes styles into the document.
    private const string ReferencePage =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; " +
        "connect-src 'self'; font-src 'self' data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    /// <summary>Adds the headers to all answers of an endpoint, its refusals included.</summary>
    public static TBuilder WithSecurityHeaders<TBuilder>(this TBuilder builder, bool isReferencePage = false)
        where TBuilder : IEndpointConventionBuilder
    {
        builder.Finally(endpoint =>
        {
            if (endpoint.RequestDelegate is not { } inner) return;
            endpoint.RequestDelegate = context =>
            {
                Set(context.Response.Headers, isReferencePage);
                return inner(context);
            };
        });
        return builder;
    }

    /// <summary>Sets the headers.</summary>
    public static void Set(IHeaderDictionary headers, bool isReferencePage = false)
    {
        headers.ContentSecurityPolicy = isReferencePage ? ReferencePage : OwnOnly;
        headers.XContentTypeOptions = "nosniff";
        headers.XFrameOptions = "DENY";
        headers["Referrer-Policy"] = "no-referrer";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Permissions-Policy"] = "camera=(self), geolocation=(), microphone=()";
    }
}
