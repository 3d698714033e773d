using System.Net;
using System.Net.Http.Headers;

namespace MaskClip.Models;

/// <summary>Downloads one file into a part file, going on where an earlier attempt stopped (HTTP ranges, RFC 9110 section 14).</summary>
/// <param name="http">Sends requests.</param>
/// <param name="time">Measures patience and pauses.</param>
/// <param name="published">What is downloaded.</param>
/// <param name="file">What has arrived of it, open for writing.</param>
/// <param name="progress">Told about every piece that arrives.</param>
internal sealed class ResumableDownload(
    HttpClient http, TimeProvider time, RemoteFile published, FileStream file, IProgress<PullProgress>? progress)
{
    /// <summary>A server that says nothing for so long has lost us.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly byte[] buffer = new byte[1 << 17];
    private readonly long start = time.GetTimestamp();
    private long arrived;
    private EntityTagHeaderValue? tag;

    /// <summary>Returns when the part file is complete; it stays, as far as it came, on failure and on cancellation.</summary>
    /// <exception cref="HttpRequestException">No connection, or the server refuses.</exception>
    /// <exception cref="IOException">The connection broke four times.</exception>
    /// <exception cref="TimeoutException">The server fell silent.</exception>
    /// <exception cref="ModelPullException">The part file cannot be written, or the server sends more than is published.</exception>
    public async Task RunAsync(CancellationToken cancellation)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                await AttemptAsync(cancellation);
                return;
            }
            catch (Exception exception) when (Retries.Pause(exception, failures, arrived > 0) is { } pause)
            {
                await Task.Delay(pause, time, cancellation);
            }
        }
    }

    private async Task AttemptAsync(CancellationToken cancellation)
    {
        if (file.Length > published.MaxSize) file.SetLength(0);
        if (file.Length == published.Size) return;
        using var silence = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellation);
        try
        {
            using var request = RequestFrom(file.Length);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (IsComplete(response, file.Length)) return;
            var total = Accept(response);
            Report(file.Length, total);
            await using var body = await response.Content.ReadAsStreamAsync(either.Token);
            for (int count; (count = await body.ReadAsync(buffer, either.Token)) > 0;)
            {
                silence.CancelAfter(Patience);
                if (file.Length + count > published.MaxSize) throw TooLong();
                await WriteAsync(buffer.AsMemory(0, count));
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
        var request = new HttpRequestMessage(HttpMethod.Get, published.Url);
        if (offset == 0) return request;
        request.Headers.Range = new RangeHeaderValue(offset, null);
        if (tag is not null) request.Headers.IfRange = new RangeConditionHeaderValue(tag);
        return request;
    }

    /// <summary>"Nothing beyond your offset" is the answer when an earlier process received all and died before its check.</summary>
    private static bool IsComplete(HttpResponseMessage response, long offset) =>
        response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable && response.Content.Headers.ContentRange?.Length == offset;

    /// <summary>Puts the file where the answer begins; returns the length of the whole.</summary>
    private long? Accept(HttpResponseMessage response)
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

        ServerRefusal.ThrowIfAny(response, time);
        tag = response.Headers.ETag is { IsWeak: false } strong ? strong : null;
        if (!continues && file.Length > 0) file.SetLength(0);
        file.Position = file.Length;
        var total = continues ? range!.Length : response.Content.Headers.ContentLength;
        if (total > published.MaxSize) throw TooLong();
        return published.Size ?? total;
    }

    private async Task WriteAsync(ReadOnlyMemory<byte> bytes)
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
                $"Cannot write {file.Name}: {exception.Message} Free some space and pull again (it goes on where it stopped), " +
                $"or set {Storage.CacheFolder.Variable} to a folder on another disk.",
                exception);
        }
    }

    private void Report(long received, long? total)
    {
        var seconds = time.GetElapsedTime(start).TotalSeconds;
        progress?.Report(new PullProgress(received, total, arrived > 0 && seconds > 0 ? arrived / seconds : 0));
    }

    private ModelPullException TooLong()
    {
        file.SetLength(0);
        var most = published.Size is { } size ? $"the {size} bytes" : $"about {published.MaxSize / 1e6:0} MB";
        return new ModelPullException(
            $"{published.Url} is not {published.Name}: the server sends more than {most} that it has. What came was deleted. A proxy or " +
            $"login page may have answered instead; pull again.");
    }

    private static HttpIOException Interrupted(string message) => new(HttpRequestError.ResponseEnded, message);
}
