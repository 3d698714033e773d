namespace MaskClip.Server.Problems;

/// <summary>A request that is refused, and what its client can do: becomes a problem of RFC 9457.</summary>
/// <param name="status">The status code.</param>
/// <param name="title">What is wrong, for every request of the kind.</param>
/// <param name="detail">What is wrong with this one: what was given, what is allowed, what to do.</param>
internal sealed class RequestProblem(int status, string title, string detail) : Exception(detail)
{
    /// <summary>The status code.</summary>
    public int Status => status;

    /// <summary>What is wrong, for every request of the kind.</summary>
    public string Title => title;

    /// <summary>What was given, where that is one value.</summary>
    public object? Value { get; init; }

    /// <summary>What is allowed, where that is one value.</summary>
    public object? Limit { get; init; }

    /// <summary>What to do.</summary>
    public string? NextStep { get; init; }

    /// <summary>After how many seconds to try again; <see langword="null"/> where that is no use.</summary>
    public int? RetryAfter { get; init; }

    /// <summary>Something is larger than a limit.</summary>
    public static RequestProblem TooLarge(string what, long value, long limit, string nextStep) => new(
        StatusCodes.Status413PayloadTooLarge, "Too large", $"{what} is {value}; at most {limit} is accepted. {nextStep}")
    {
        Value = value,
        Limit = limit,
        NextStep = nextStep,
    };

    /// <summary>The service has too much to do.</summary>
    public static RequestProblem Busy(string what, long value, long limit, int retryAfter) => new(
        StatusCodes.Status429TooManyRequests,
        "Too many requests",
        $"{what}: {value} of at most {limit}. Try again in {retryAfter} s.")
    {
        Value = value,
        Limit = limit,
        RetryAfter = retryAfter,
        NextStep = $"Try again in {retryAfter} s.",
    };

    /// <summary>A photo is not, or no longer, kept here.</summary>
    public static RequestProblem UnknownPhoto() => new(
        StatusCodes.Status404NotFound,
        "Unknown photo",
        "There is no photo with this id here; photos are let go of after a while. Send its bytes to POST /v1/photos.")
    {
        NextStep = "Send the photo's bytes to POST /v1/photos.",
    };

    /// <summary>Something in a request cannot be used.</summary>
    public static RequestProblem Invalid(string detail) => new(StatusCodes.Status400BadRequest, "Invalid request", detail);
}
