using System.Net;

namespace MaskClip.Models;

/// <summary>Which failed requests are tried again, and when.</summary>
internal static class Retries
{
    // Who asks for longer is asked again by a person.
    private static readonly TimeSpan LongestWait = TimeSpan.FromMinutes(2);

    private const int Most = 3;

    /// <summary>The pause before the next attempt; <see langword="null"/> where there is none.</summary>
    /// <param name="exception">Why this one failed.</param>
    /// <param name="failures">How many failed before it.</param>
    /// <param name="gotThrough">Whether anything ever came. Who never got through is told at once instead of waiting for retries.</param>
    public static TimeSpan? Pause(Exception exception, int failures, bool gotThrough)
    {
        if (failures >= Most || !MayPass(exception, gotThrough)) return null;
        var pause = TimeSpan.FromSeconds(0.5 * (1 << failures));
        if (exception is not ServerRefusal { RetryAfter: { } asked }) return pause;
        return asked > LongestWait ? null : asked > pause ? asked : pause;
    }

    private static bool MayPass(Exception exception, bool gotThrough) => exception switch
    {
        HttpRequestException { StatusCode: { } status } =>
            (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests,
        HttpRequestException or TimeoutException => gotThrough,
        IOException => true,
        _ => false,
    };
}
