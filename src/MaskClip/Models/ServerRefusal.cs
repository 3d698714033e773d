using System.Net;
using MaskClip.Storage;

namespace MaskClip.Models;

/// <summary>A server's answer that is not a success, with its own words where it has any.</summary>
/// <remarks>
/// The hub explains itself in the headers <c>X-Error-Code</c> (<c>GatedRepo</c>, <c>RepoNotFound</c>, <c>RevisionNotFound</c>,
/// <c>EntryNotFound</c>) and <c>X-Error-Message</c>: huggingface_hub, src/huggingface_hub/utils/_http.py.
/// </remarks>
internal sealed class ServerRefusal : HttpRequestException
{
    private const int LongestMessage = 300;

    private ServerRefusal(string message, HttpStatusCode status, string? code, TimeSpan? retryAfter)
        : base(message, null, status)
    {
        Code = code;
        RetryAfter = retryAfter;
    }

    /// <summary>The hub's name for the reason.</summary>
    public string? Code { get; }

    /// <summary>How long the server asks to wait.</summary>
    public TimeSpan? RetryAfter { get; }

    /// <summary>Throws unless the answer is a success.</summary>
    public static void ThrowIfAny(HttpResponseMessage response, TimeProvider time)
    {
        if (response.IsSuccessStatusCode) return;
        var code = Header(response, "X-Error-Code");
        var words = Header(response, "X-Error-Message");
        var wait = Wait(response, time);
        var status = $"the server answers {(int)response.StatusCode} {Printable.Of(response.ReasonPhrase ?? "", LongestMessage)}".TrimEnd();
        if (words is not null || code is not null) status += $": {string.Join(", ", new[] { code, words }.OfType<string>())}";
        if (wait is { } pause) status += $" (it asks to wait {Math.Ceiling(pause.TotalSeconds):0} seconds)";
        throw new ServerRefusal(status, response.StatusCode, code, wait);
    }

    private static string? Header(HttpResponseMessage response, string name) =>
        response.Headers.TryGetValues(name, out var values) && string.Join(' ', values).Trim() is { Length: > 0 } text
            ? Printable.Of(text, LongestMessage)
            : null;

    private static TimeSpan? Wait(HttpResponseMessage response, TimeProvider time)
    {
        var asked = response.Headers.RetryAfter;
        var wait = asked?.Delta ?? (asked?.Date is { } date ? date - time.GetUtcNow() : null);
        return wait > TimeSpan.Zero ? wait : null;
    }
}
