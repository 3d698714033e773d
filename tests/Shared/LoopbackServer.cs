using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace MaskClip.Testing;

/// <summary>What the server got: the path and the headers that matter here.</summary>
internal sealed record Request(string Path, string? Range, string? IfRange, string? Authorization = null)
{
    public int Offset => Range is null ? 0 : int.Parse(Range["bytes=".Length..^1]);
}

/// <summary>What it answers. The connection is closed after
/// <paramref name="Sent"/> bytes of the body and the end of <paramref name="Hold"/>.</summary>
internal sealed record Reply(string Status, string Headers, ReadOnlyMemory<byte> Body, int Sent, Task? Hold = null)
{
    /// <summary>The body comes again and again, without a length, until the client goes.</summary>
    public bool IsEndless { get; init; }
}

/// <summary>A real HTTP/1.1 server on 127.0.0.1, one request per connection, that can break off, fall silent, and lie.</summary>
internal sealed class LoopbackServer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly Func<int, Request, Reply> answer;
    private readonly Task loop;

    /// <summary>Starts; <paramref name="answer"/> gets the request's number, from 0, and the request.</summary>
    public LoopbackServer(Func<int, Request, Reply> answer)
    {
        this.answer = answer;
        listener.Start();
        loop = Task.Run(AcceptAsync);
    }

    public string Address => $"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}";

    public ConcurrentQueue<Request> Requests { get; } = new();

    /// <summary>A correct answer: all of the file or, for a range, the rest; <paramref name="sent"/> cuts the connection early.</summary>
    public static Reply Serve(byte[] file, Request request, int sent = int.MaxValue, Task? hold = null)
    {
        var rest = file.AsMemory(request.Offset);
        var range = $"Content-Range: bytes {request.Offset}-{file.Length - 1}/{file.Length}\r\n";
        return request.Range is null
            ? new Reply("200 OK", "ETag: \"v1\"\r\n", rest, sent, hold)
            : new Reply("206 Partial Content", "ETag: \"v1\"\r\n" + range, rest, sent, hold);
    }

    /// <summary>No answer at all, until the client goes.</summary>
    public static Reply Silence { get; } = new("", "", default, 0, new TaskCompletionSource().Task);

    public static Reply Refuse(string status, string headers = "") => new(status, headers, default, 0);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await loop;
        listener.Stop();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var connections = new List<Task>();
        try
        {
            while (true) connections.Add(ServeAsync(await listener.AcceptTcpClientAsync(stop.Token)));
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(connections);
        }
    }

    private async Task ServeAsync(TcpClient connection)
    {
        using (connection)
        {
            try
            {
                var stream = connection.GetStream();
                var request = await ReadAsync(stream);
                var number = Requests.Count;
                Requests.Enqueue(request);
                var reply = answer(number, request);
                var length = reply.IsEndless ? "" : $"Content-Length: {reply.Body.Length}\r\n";
                var head = $"HTTP/1.1 {reply.Status}\r\n{length}Connection: close\r\n{reply.Headers}\r\n";
                if (reply.Status.Length > 0) await stream.WriteAsync(Encoding.ASCII.GetBytes(head), stop.Token);
                await stream.WriteAsync(reply.Body[..Math.Min(reply.Sent, reply.Body.Length)], stop.Token);
                while (reply.IsEndless) await stream.WriteAsync(reply.Body, stop.Token);
                if (reply.Hold is not null) await reply.Hold.WaitAsync(stop.Token);
            }
            catch (Exception exception) when (exception is OperationCanceledException or IOException)
            {
                // The client went away, or the test is over.
            }
        }
    }

    private async Task<Request> ReadAsync(NetworkStream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        var first = await reader.ReadLineAsync(stop.Token) ?? "";
        string? range = null, ifRange = null, authorization = null;
        while (await reader.ReadLineAsync(stop.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: ", StringComparison.OrdinalIgnoreCase)) range = line["Range: ".Length..];
            if (line.StartsWith("If-Range: ", StringComparison.OrdinalIgnoreCase)) ifRange = line["If-Range: ".Length..];
            if (line.StartsWith("Authorization: ", StringComparison.OrdinalIgnoreCase)) authorization = line["Authorization: ".Length..];
        }

        return new Request(first.Split(' ')[1], range, ifRange, authorization);
    }
}
