using System.Net;
using System.Text.Json;
using MaskClip.Errors;
using MaskClip.Storage;

namespace MaskClip.Models.Hub;

/// <summary>Asks the hub what there is.</summary>
/// <remarks>
/// The hub's interface: <c>/api/models/ORG/NAME/revision/REV</c>, <c>/api/models/ORG/NAME/tree/REV?recursive=true</c> (in pages, by a
/// <c>Link</c> header) and <c>/ORG/NAME/resolve/REV/FILE</c>; https://huggingface.co/docs/hub/api.
/// </remarks>
internal sealed class HubClient(HttpClient http, Uri endpoint, TimeProvider time)
{
    private const int MaxPages = 100;
    private const int MaxAnswerBytes = 16 << 20;

    /// <summary>Describes a revision.</summary>
    /// <exception cref="ModelPullException">What the hub answers cannot be understood.</exception>
    /// <exception cref="HttpRequestException">The hub cannot be reached, or refuses.</exception>
    public async Task<HubRevision> DescribeAsync(HubName name, CancellationToken cancellationToken)
    {
        var (about, _) = await GetAsync(
            new Uri(endpoint, $"api/models/{name.Repository}/revision/{Uri.EscapeDataString(name.Revision)}"), cancellationToken);
        var commit = Text(about, "sha") is { } sha && HubName.IsHash(sha) ? sha : throw NotUnderstood($"it names no commit of {name}");
        var files = new List<HubFile>();
        Uri? page = new(endpoint, $"api/models/{name.Repository}/tree/{commit}?recursive=true");
        for (var pages = 0; page is not null; pages++)
        {
            if (pages == MaxPages) throw NotUnderstood($"it lists the files of {name} without end");
            (var list, page) = await GetAsync(page, cancellationToken);
            if (list.ValueKind != JsonValueKind.Array) throw NotUnderstood($"it has no list of the files of {name}");
            files.AddRange(list.EnumerateArray().Where(entry => Text(entry, "type") == "file").Select(Read));
        }

        return new HubRevision(commit, License(about), files);
    }

    /// <summary>Where a file is.</summary>
    public Uri AddressOf(HubName name, string commit, string file) =>
        new(endpoint, $"{name.Repository}/resolve/{commit}/{string.Join('/', file.Split('/').Select(Uri.EscapeDataString))}");

    private HubFile Read(JsonElement entry)
    {
        var large = entry.TryGetProperty("lfs", out var lfs) && lfs.ValueKind == JsonValueKind.Object;
        var path = Text(entry, "path");
        var checksum = Text(large ? lfs : entry, "oid") is { } oid ? FileChecksum.Of(oid) : null;
        var size = (large ? lfs : entry).TryGetProperty("size", out var number) && number.ValueKind == JsonValueKind.Number
            && number.TryGetInt64(out var bytes)
            ? bytes
            : -1;
        if (path is null || checksum is not { } known || size < 0)
            throw NotUnderstood($"its file '{Printable.Of(path ?? "?", 100)}' has no size or no checksum");
        return new HubFile(path, size, known);
    }

    // The card's field; in its absence the tag that the hub derives. A license of its own is named beside "other".
    private static string? License(JsonElement about)
    {
        var card = about.TryGetProperty("cardData", out var data) && data.ValueKind == JsonValueKind.Object ? data : default;
        var named = Text(card, "license");
        if (named is "other" or null && Text(card, "license_name") is { } own) named = own;
        if (named is null && about.TryGetProperty("tags", out var tags) && tags.ValueKind == JsonValueKind.Array)
        {
            named = tags.EnumerateArray().Where(tag => tag.ValueKind == JsonValueKind.String).Select(tag => tag.GetString()!)
                .FirstOrDefault(tag => tag.StartsWith("license:", StringComparison.Ordinal))?["license:".Length..];
        }

        return named is null ? null : Printable.Of(named, 100);
    }

    private static string? Text(JsonElement element, string key) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(key, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;

    private async Task<(JsonElement Answer, Uri? Next)> GetAsync(Uri url, CancellationToken cancellationToken)
    {
        for (var failures = 0; ; failures++)
        {
            try
            {
                return await AttemptAsync(url, cancellationToken);
            }
            catch (Exception exception) when (Retries.Pause(exception, failures, gotThrough: false) is { } pause)
            {
                await Task.Delay(pause, time, cancellationToken);
            }
        }
    }

    private async Task<(JsonElement Answer, Uri? Next)> AttemptAsync(Uri url, CancellationToken cancellationToken)
    {
        using var silence = new CancellationTokenSource(ResumableDownload.Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(silence.Token, cancellationToken);
        try
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, url);
            using var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            ServerRefusal.ThrowIfAny(response, time);
            using var document = JsonText.Parse(await ReadAsync(response, url, either.Token));
            return (document.RootElement.Clone(), NextPage(response, url));
        }
        catch (JsonException exception)
        {
            throw NotUnderstood("it is not JSON", exception);
        }
        catch (OperationCanceledException exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"the server did not answer within {ResumableDownload.Patience.TotalSeconds:0} seconds", exception);
        }
    }

    private async Task<ReadOnlyMemory<byte>> ReadAsync(HttpResponseMessage response, Uri url, CancellationToken cancellationToken)
    {
        await using var body = await response.Content.ReadAsStreamAsync(cancellationToken);
        var answer = new MemoryStream();
        var buffer = new byte[1 << 14];
        for (int read; (read = await body.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (answer.Length + read > MaxAnswerBytes) throw NotUnderstood($"{url.AbsolutePath} is longer than {MaxAnswerBytes >> 20} MiB");
            answer.Write(buffer, 0, read);
        }

        return answer.GetBuffer().AsMemory(0, (int)answer.Length);
    }

    // Link: <https://.../tree/main?recursive=true&cursor=...>; rel="next"
    private Uri? NextPage(HttpResponseMessage response, Uri url)
    {
        if (!response.Headers.TryGetValues("Link", out var links)) return null;
        foreach (var link in links.SelectMany(line => line.Split(',')))
        {
            var end = link.IndexOf('>', StringComparison.Ordinal);
            var start = link.IndexOf('<', StringComparison.Ordinal);
            if (start < 0 || end < start || !link[end..].Contains("rel=\"next\"", StringComparison.Ordinal)) continue;
            return Uri.TryCreate(url, link[(start + 1)..end], out var next) && next.Host == endpoint.Host && next.Port == endpoint.Port
                && next.Scheme == endpoint.Scheme
                ? next
                : throw NotUnderstood("its list of files goes on at another server");
        }

        return null;
    }

    private ModelPullException NotUnderstood(string why, Exception? inner = null) =>
        new(
            $"The answer of {endpoint} is not a hub's: {why}. A proxy or login page may have answered instead; check " +
            $"{HubSettings.EndpointVariable}, and pull again.",
            inner);
}
