using System.Text.Json;
using System.Text.Json.Serialization;
using MaskClip.Server.Problems;

namespace MaskClip.Server.Limits;

/// <summary>
/// Reads bodies that are JSON, and refuses what they have beyond what is known: a misspelled setting must not be passed over.
/// </summary>
internal static class JsonBody
{
    /// <summary>How JSON is read and written here.</summary>
    public static JsonSerializerOptions Form { get; } = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        MaxDepth = 16,
    };

    /// <summary>Reads a body.</summary>
    /// <exception cref="RequestProblem">It is too large, or of another form.</exception>
    public static async Task<T> ReadAsync<T>(HttpContext context, BodyReader bodies, CancellationToken cancellationToken)
        where T : class
    {
        bodies.Admit(context);
        return Read<T>(await bodies.ReadAsync(context.Request.Body, cancellationToken));
    }

    /// <summary>Reads bytes.</summary>
    /// <exception cref="RequestProblem">They are of another form.</exception>
    public static T Read<T>(ReadOnlySpan<byte> bytes)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize<T>(bytes, Form) ?? throw RequestProblem.Invalid("The body is null. Send a JSON object.");
        }
        catch (JsonException error)
        {
            // Names of .NET types are nothing to a client: where it is, and what kind of value does not fit.
            throw RequestProblem.Invalid(error.Path is { Length: > 1 } path
                ? $"The body has something at '{path}' that is not expected there. /openapi/v1.json describes what is."
                : "The body is not a JSON object of the expected form. /openapi/v1.json describes it.");
        }
    }
}
