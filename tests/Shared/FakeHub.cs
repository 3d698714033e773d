using System.Collections.Concurrent;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace MaskClip.Testing;

/// <summary>Two servers on loopback that answer as the Hugging Face hub and the host of its large files do, for one repository.</summary>
internal sealed class FakeHub : IAsyncDisposable
{
    public const string Commit = "0123456789abcdef0123456789abcdef01234567";

    private const int PageSize = 2;

    private readonly LoopbackServer hub, files;

    public FakeHub(string repository, Dictionary<string, byte[]> content)
    {
        Repository = repository;
        Content = content;
        hub = new LoopbackServer((_, request) => Override?.Invoke(request) ?? Answer(request));
        files = new LoopbackServer((number, request) =>
            OverrideFile?.Invoke(number, request) ?? LoopbackServer.Serve(Content[request.Path[1..]], request));
    }

    /// <summary>A small CLIP of this project's goldens, in the layout that open_clip publishes.</summary>
    public static Dictionary<string, byte[]> SmallModel() => new()
    {
        [".gitattributes"] = "*.safetensors filter=lfs"u8.ToArray(),
        ["README.md"] = "# A model"u8.ToArray(),
        ["open_clip_config.json"] =
            """{ "model_cfg": { "embed_dim": 64, "quick_gelu": true, "vision_cfg": {}, "text_cfg": {} }, "preprocess_cfg": {} }"""u8
                .ToArray(),
        ["open_clip_model.safetensors"] = File.ReadAllBytes(SharedData.Path("golden", "vit.safetensors")),
        ["open_clip_pytorch_model.bin"] = new byte[1000],
        ["onnx/model.onnx"] = new byte[10],
        ["tokenizer.json"] = "{}"u8.ToArray(),
    };

    public string Repository { get; }

    /// <summary>The repository's files.</summary>
    public Dictionary<string, byte[]> Content { get; }

    public string Address => hub.Address;

    /// <summary>The token that it wants to see; null for a repository that all may read.</summary>
    public string? Token { get; init; }

    public string License { get; init; } = "mit";

    /// <summary>Answers in the hub's place, where it does.</summary>
    public Func<Request, Reply?>? Override { get; set; }

    /// <summary>Answers in the place of the host of large files, where it does.</summary>
    public Func<int, Request, Reply?>? OverrideFile { get; set; }

    public ConcurrentQueue<Request> Requests => hub.Requests;

    /// <summary>What the host of large files got.</summary>
    public ConcurrentQueue<Request> FileRequests => files.Requests;

    /// <summary>The file's name in git, or its SHA-256 where it is stored as a large file.</summary>
    public string Oid(string file) => IsLarge(file) ? Convert.ToHexStringLower(SHA256.HashData(Content[file])) : GitBlob(Content[file]);

    public static Reply Json(object value, string headers = "") => Text(JsonSerializer.Serialize(value), headers);

    public static Reply Text(
        string text,
        string headers = "") => new("200 OK", $"Content-Type: application/json\r\n{headers}", Encoding.UTF8.GetBytes(text), int.MaxValue);

    public static Reply Refuse(string status, string code, string message) =>
        LoopbackServer.Refuse(status, $"X-Error-Code: {code}\r\nX-Error-Message: {message}\r\n");

    public async ValueTask DisposeAsync()
    {
        await hub.DisposeAsync();
        await files.DisposeAsync();
    }

    private static bool IsLarge(string file) =>
        file.EndsWith(".safetensors", StringComparison.Ordinal) || file.EndsWith(".bin", StringComparison.Ordinal);

    private Reply Answer(Request request)
    {
        if (Token is not null && request.Authorization != $"Bearer {Token}")
        {
            return Refuse(
                "401 Unauthorized",
                "GatedRepo",
                $"Access to model {Repository} is restricted. You must have access to it and be authenticated to access it. Please log " +
                $"in.");
        }

        var api = $"/api/models/{Repository}";
        if (request.Path is var path
            && (path == $"{api}/revision/main" || path == $"{api}/revision/{Commit}" || path == $"{api}/revision/refs%2Fpr%2F1"))
        {
            return Json(
                new
                {
                    id = Repository,
                    sha = Commit,
                    cardData = new { license = License },
                    tags = new[] { "clip" },
                    gated = Token is null
                    ? (object)false
                    : "auto"
                });
        }

        if (path.StartsWith($"{api}/tree/{Commit}?recursive=true", StringComparison.Ordinal)) return List(path);
        if (path.StartsWith($"{api}/", StringComparison.Ordinal))
            return Refuse("404 Not Found", "RevisionNotFound", "Invalid rev id: " + path.Split('/')[^1]);
        if (path.StartsWith($"/{Repository}/resolve/{Commit}/", StringComparison.Ordinal))
            return Resolve(path[$"/{Repository}/resolve/{Commit}/".Length..]);
        if (path.StartsWith("/api/resolve-cache/", StringComparison.Ordinal))
            return LoopbackServer.Serve(Content[path["/api/resolve-cache/".Length..]], request);
        return Refuse("401 Unauthorized", "RepoNotFound", "Repository not found");
    }

    private Reply Resolve(string file)
    {
        if (!Content.ContainsKey(file)) return Refuse("404 Not Found", "EntryNotFound", "Entry not found");
        return IsLarge(file)
            ? LoopbackServer.Refuse(
                "302 Found",
                $"Location: {files.Address}/{file}\r\nX-Linked-Etag: \"{Oid(file)}\"\r\nX-Linked-Size: " +
                $"{Content[file].Length}\r\nX-Repo-Commit: {Commit}\r\n")
            : LoopbackServer.Refuse("307 Temporary Redirect", $"Location: /api/resolve-cache/{file}\r\n");
    }

    private Reply List(string path)
    {
        var start = path.Split("cursor=") is [_, var cursor] ? int.Parse(cursor) : 0;
        var folders = Content.Keys.Where(file => file.Contains('/'))
            .Select(file => (object)new { type = "directory", oid = new string('0', 40), size = 0, path = file.Split('/')[0] });
        object[] all = [.. folders, .. Content.Keys.Select(Entry)];
        var next = start + PageSize < all.Length
            ? $"Link: <{Address}{path.Split('&')[0]}&cursor={start + PageSize}>; rel=\"next\"\r\n"
            : "";
        return Json(all.Skip(start).Take(PageSize), next);
    }

    private object Entry(string file) => IsLarge(file)
        ? new
        {
            type = "file",
            oid = new string('a', 40),
            size = Content[file].Length,
            lfs = new { oid = Oid(file), size = Content[file].Length, pointerSize = 134 },
            path = file,
        }
        : new { type = "file", oid = Oid(file), size = Content[file].Length, path = file };

#pragma warning disable CA5350 // git's own
    private static string GitBlob(byte[] content) =>
        Convert.ToHexStringLower(SHA1.HashData([.. Encoding.ASCII.GetBytes($"blob {content.Length}\0"), .. content]));
#pragma warning restore CA5350
}
