using System.Net;
using System.Net.Http.Headers;
using MaskClip.Storage;

namespace MaskClip.Models;

/// <summary>Downloads one file into a part file, going on where an earlier attempt stopped (HTTP ranges, RFC 9110 section 14).</summary>
internal sealed class ResumableDownload(HttpClient http, TimeProvider time, Uri url, string part, IProgress<PullProgress>? progress)
{
    /// <summary>A server that says nothing for so long has lost us.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private const int Retries = 3;
    private readonly byte[] buffer = new byte[1 << 17];
    private readonly long start = time.GetTimestamp();
    private long arrived;
    private EntityTagHeaderValue? tag;

    /// <summary>Returns when the part file is complete; it stays, as far as it came, on failure and on cancellation.</summary>
    /// <exception cref="HttpRequestException">No connection, or the server refuses.</exception>
    /// <exception cref="IOException">The connection broke four times.</exception>
    /// <exception cref="TimeoutException">The server fell silent.</exception>
    /// <exception cref="ModelPullException">The part file cannot be written.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        await using var file = new FileStream(part, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
        for (var failures = 0; ; failures++)
        {
            try
            {
                await AttemptAsync(file, cancellation);
                return;
            }
            catch (Exception exception) when (failures < Retries && MayPass(exception))
            {
                await Task.Delay(TimeSpan.FromSeconds(0.5 * (1 << failures)), time, cancellation);
            }
        }
    }

    private async Task AttemptAsync(FileStream file, CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        try
        {
            using var request = RequestFrom(file.Length);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (IsComplete(response, file.Length)) return;
            var total = Accept(response, file);
            Report(file.Length, total);
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            for (int count; (count = await body.ReadAsync(buffer, either.Token)) > 0;)
            {
                silence.CancelAfter(Patience);
                await WriteAsync(file, buffer.AsMemory(0, count));
                Report(file.Length, total);
            }

            if (file.Length < total) throw Interrupted($"the connection ended after {file.Length} of {total} bytes");
        }
        catch (OperationCanceledException exception) when (!cancellation.IsCancellationRequested)
        {
            throw new TimeoutException($"the server did not answer within {Patience.TotalSeconds:0} seconds", exception);
        }
    }

    private HttpRequestMessage RequestFrom(long offset)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (offset == 0) return request;
        request.Headers.Range = new RangeHeaderValue(offset, null);
        if (tag is not null) request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        return request;
    }

    /// <summary>"Nothing beyond your offset" is the answer when an earlier process received all and died before its check.</summary>
    private static bool IsComplete(HttpResponseMessage response, long offset) =>
        response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && response.Content.Headers.ContentRange?.Length == offset;

    /// <summary>Puts the file where the answer begins; returns the length of the whole.</summary>
    private long? Accept(HttpResponseMessage response, FileStream file)
    {
        var range = response.Content.Headers.ContentRange;
        var partial = response.StatusCode == HttpStatusCode.PartialContent;
        var continues = partial && range?.From == file.Length;
        if (response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable || (partial && !continues))
        {
            // The part is not the beginning of what the server has: the next attempt asks for all of it.
            file.SetLength(0);
            throw Interrupted($"the server cannot continue the partial file (HTTP {(int)response.StatusCode}, Content-Range: {range})");
        }

        response.EnsureSuccessStatusCode();
        tag = response.Headers.ETag is { IsWeak: false } strong ? strong : null;
        if (continues)
        {
            file.Position = file.Length;
            return range!.Length;
        }

        if (file.Length > 0) file.SetLength(0);
        file.Position = 0;
        return response.Content.Headers.ContentLength;
    }

    private async Task WriteAsync(FileStream file, ReadOnlyMemory<byte> bytes)
    {
        try
        {
            // Not cancelled in the middle: what has arrived is kept.
            await file.WriteAsync(bytes, CancellationToken.None);
            arrived += bytes.Length;
        }
        catch (IOException exception)
        {
            throw new ModelPullException(
                $"Cannot write {part}: {exception.Message} Free some space and pull again (it goes on where it stopped), " +
                $"or set {Storage.CacheFolder.Variable} to a folder on another disk.",
                exception);
        }
    }

    private void Report(long received, long? total)
    {
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        progress?.Report(new PullProgress(received, total, arrived > 0 && seconds > 0 ? arrived / seconds : 0));
    }

    /// <summary>Whether the next attempt may go better. Who never got through is told at once instead of waiting for retries.</summary>
    private bool MayPass(Exception exception) => exception switch
    {
        HttpRequestException { StatusCode: { } status } =>
            (int)status >= 500 || status is HttpStatusCode.RequestTimeout or HttpStatusCode.TooManyRequests,
        HttpRequestException or TimeoutException => arrived > 0,
        IOException => true,
        _ => false,
    };

    private static HttpIOException Interrupted(string message) => new(HttpRequestError.ResponseEnded, message);
}
