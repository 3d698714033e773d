using System.Buffers;
using MaskClip.Server.Problems;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;

namespace MaskClip.Server.Limits;

/// <summary>Reads bodies into memory, no more than is allowed, and no more of all requests together than is allowed.</summary>
/// <param name="options">The limits.</param>
internal sealed class BodyReader(IOptions<MaskClipServerOptions> options)
{
    private const int Block = 1 << 16;
    private readonly long limit = options.Value.MaxBodyBytes;
    private readonly ReceivingBudget budget = new(options.Value.MaxReceivingBytes);

    /// <summary>Refuses a body that says that it is too large, and lets the server receive one that is not.</summary>
    public void Admit(HttpContext context)
    {
        if (context.Features.Get<IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } feature)
            feature.MaxRequestBodySize = limit + Block;
        if (context.Request.ContentLength > limit) throw TooLarge(context.Request.ContentLength.Value);
    }

    /// <summary>Reads a stream to its end.</summary>
    /// <param name="stream">The stream.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    /// <exception cref="RequestProblem">It is larger than allowed, or too much is being received.</exception>
    public async Task<byte[]> ReadAsync(Stream stream, CancellationToken cancellationToken)
    {
        long taken = 0;
        var buffer = ArrayPool<byte>.Shared.Rent(Block);
        try
        {
            using var bytes = new MemoryStream();
            for (int read; (read = await stream.ReadAsync(buffer.AsMemory(0, Block), cancellationToken)) > 0;)
            {
                if (bytes.Length + read > limit) throw TooLarge(bytes.Length + read);
                budget.Take(read);
                taken += read;
                bytes.Write(buffer, 0, read);
            }

            return bytes.ToArray();
        }
        finally
        {
            budget.Return(taken);
            ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private RequestProblem TooLarge(long value) =>
        RequestProblem.TooLarge("The body in bytes", value, limit, "Send a smaller photo, or one that is more compressed.");
}
