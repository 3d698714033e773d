using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Logging;

namespace MaskClip.Server.Problems;

/// <summary>Turns what goes wrong into problems of RFC 9457, which never show a stack or a path of this machine.</summary>
/// <param name="logger">Is told what nobody expected.</param>
internal sealed class ProblemFilter(ILogger<ProblemFilter> logger) : IEndpointFilter
{
    private const int ClientClosedRequest = 499;

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            var answer = await next(context);
            var response = context.HttpContext.Response;
            if (response.StatusCode != StatusCodes.Status400BadRequest || response.HasStarted || answer is not (null or EmptyHttpResult))
                return answer;

            // Minimal APIs leave it at the code where a value cannot be read.
            response.StatusCode = StatusCodes.Status200OK;
            return Result(context.HttpContext, RequestProblem.Invalid(
                "A value in the path or query has the wrong type, such as a size that is not a number. /openapi/v1.json describes them."));
        }
        catch (OperationCanceledException) when (context.HttpContext.RequestAborted.IsCancellationRequested)
        {
            return TypedResults.StatusCode(ClientClosedRequest);
        }
        catch (Exception error) when (error is not OutOfMemoryException && !context.HttpContext.Response.HasStarted)
        {
            var problem = Of(error);
            if (error is RequestProblem && problem.Status > StatusCodes.Status500InternalServerError)
                logger.LogWarning("{Path}: {Problem}", context.HttpContext.Request.Path, problem.Message);
            else if (problem.Status >= StatusCodes.Status500InternalServerError)
                logger.LogError(error, "{Method} {Path} failed.", context.HttpContext.Request.Method, context.HttpContext.Request.Path);
            return Result(context.HttpContext, problem);
        }
    }

    /// <summary>A problem as the answer to a request.</summary>
    public static IResult Result(HttpContext context, RequestProblem problem)
    {
        if (problem.RetryAfter is { } seconds) context.Response.Headers.RetryAfter = seconds.ToString();
        var more = new Dictionary<string, object?>();
        if (problem.Value is not null) more["value"] = problem.Value;
        if (problem.Limit is not null) more["limit"] = problem.Limit;
        if (problem.NextStep is not null) more["nextStep"] = problem.NextStep;
        return TypedResults.Problem(problem.Message, statusCode: problem.Status, title: problem.Title, extensions: more);
    }

    private static RequestProblem Of(Exception error) => error switch
    {
        RequestProblem known => known,
        OptionsException invalid => RequestProblem.Invalid(invalid.Message),
        ImageFormatException unreadable => new RequestProblem(
            StatusCodes.Status415UnsupportedMediaType, "Unreadable image", unreadable.Message)
        {
            NextStep = "Send a JPEG, PNG, WebP, BMP, GIF or TIFF.",
        },
        BadHttpRequestException bad => new RequestProblem(bad.StatusCode, "Invalid request", bad.Message),
        TimeoutException late => new RequestProblem(StatusCodes.Status503ServiceUnavailable, "Too slow", late.Message),
        FileNotFoundException or CheckpointException or ModelPullException => new RequestProblem(
            StatusCodes.Status503ServiceUnavailable, "Model not available", error.Message),
        _ => new RequestProblem(
            StatusCodes.Status500InternalServerError,
            "Internal error",
            "Something failed here that should not have; the service's log says what. Try again, or report it."),
    };
}
