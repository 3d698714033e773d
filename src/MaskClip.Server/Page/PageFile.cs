using System.IO.Compression;
using System.Text.RegularExpressions;
using MaskClip.Server.Photos;
using Microsoft.AspNetCore.StaticFiles;
using Microsoft.Extensions.Primitives;

namespace MaskClip.Server.Page;

/// <summary>A file of the built page, which is in this assembly.</summary>
internal sealed partial class PageFile
{
    private const string Prefix = "page/";
    private static readonly FileExtensionContentTypeProvider Types = new();
    private readonly byte[] bytes;
    private readonly string type, tag;
    private readonly Lazy<byte[]> packed;

    private PageFile(string path, byte[] bytes)
    {
        Path = path;
        this.bytes = bytes;
        tag = HalfMap.Tag(bytes);
        type = Types.TryGetContentType(path, out var known) ? known : "application/octet-stream";
        packed = new Lazy<byte[]>(() => Pack(bytes));
    }

    /// <summary>Its path below the page's root, as <c>assets/app.js</c>.</summary>
    public string Path { get; }

    /// <summary>All files of the page; none where it was not built.</summary>
    public static IReadOnlyList<PageFile> All { get; } = [.. Read()];

    /// <summary>Sends the file, compressed where the browser takes that.</summary>
    public async Task SendAsync(HttpContext context)
    {
        var (request, response) = (context.Request, context.Response);
        response.Headers.ETag = tag;
        response.Headers.Vary = "Accept-Encoding";
        // Names that hold a checksum of their content never change it.
        response.Headers.CacheControl = Hashed().IsMatch(Path) ? "public, max-age=31536000, immutable" : "no-cache";
        if (request.Headers.IfNoneMatch.Contains(tag))
        {
            response.StatusCode = StatusCodes.Status304NotModified;
            return;
        }

        response.ContentType = type.StartsWith("text/", StringComparison.Ordinal) ? $"{type}; charset=utf-8" : type;
        var sent = bytes;
        if (TakesBrotli(request.Headers.AcceptEncoding) && packed.Value.Length < bytes.Length)
        {
            response.Headers.ContentEncoding = "br";
            sent = packed.Value;
        }

        response.ContentLength = sent.Length;
        if (!HttpMethods.IsHead(request.Method)) await response.Body.WriteAsync(sent, context.RequestAborted);
    }

    private static bool TakesBrotli(StringValues accepted) => accepted.ToString().Split(',').Any(one => one.Trim() == "br");

    private static IEnumerable<PageFile> Read()
    {
        var assembly = typeof(PageFile).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using var stream = assembly.GetManifestResourceStream(name)!;
            using var copy = new MemoryStream();
            stream.CopyTo(copy);
            yield return new PageFile(name[Prefix.Length..], copy.ToArray());
        }
    }

    private static byte[] Pack(byte[] bytes)
    {
        using var packed = new MemoryStream();
        using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize)) brotli.Write(bytes);
        return packed.ToArray();
    }

    [GeneratedRegex(@"^assets/.+-[\w-]{8,}\.\w+$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Hashed();
}
