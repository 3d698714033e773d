using MaskClip.Server.Limits;
using MaskClip.Server.Problems;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Microsoft.Net.Http.Headers;

namespace MaskClip.Server.Photos;

/// <summary>What a request sends: a photo's bytes, and texts beside them.</summary>
/// <param name="Bytes">The photo; <see langword="null"/> where the request has none.</param>
/// <param name="Fields">Texts of the query and of the form's fields.</param>
internal sealed record PhotoUpload(byte[]? Bytes, IReadOnlyDictionary<string, StringValues> Fields)
{
    private const int MaxBoundary = 200, MaxFieldBytes = 64 << 10, MaxSections = 4096;

    /// <summary>The form's field that has the photo.</summary>
    public const string PhotoField = "photo";

    /// <summary>Reads a body that is a photo, or a form with one.</summary>
    /// <exception cref="RequestProblem">It is too large, or no form can be read.</exception>
    public static async Task<PhotoUpload> ReadAsync(HttpContext context, BodyReader bodies, CancellationToken cancellationToken)
    {
        bodies.Admit(context);
        var fields = context.Request.Query.ToDictionary(pair => pair.Key, pair => pair.Value, StringComparer.OrdinalIgnoreCase);
        if (!MediaTypeHeaderValue.TryParse(context.Request.ContentType, out var type)
            || !type.MediaType.Equals("multipart/form-data", StringComparison.OrdinalIgnoreCase))
        {
            return new PhotoUpload(await bodies.ReadAsync(context.Request.Body, cancellationToken), fields);
        }

        var boundary = HeaderUtilities.RemoveQuotes(type.Boundary).Value;
        if (string.IsNullOrEmpty(boundary) || boundary.Length > MaxBoundary)
            throw RequestProblem.Invalid("The form has no boundary, or a very long one. Send it as multipart/form-data; boundary=TEXT.");
        try
        {
            return await ReadFormAsync(new MultipartReader(boundary, context.Request.Body), fields, bodies, cancellationToken);
        }
        catch (InvalidDataException error)
        {
            throw RequestProblem.Invalid($"The form cannot be read: {error.Message}");
        }
    }

    private static async Task<PhotoUpload> ReadFormAsync(
        MultipartReader reader, Dictionary<string, StringValues> fields, BodyReader bodies, CancellationToken cancellationToken)
    {
        byte[]? photo = null;
        for (int count = 0; await reader.ReadNextSectionAsync(cancellationToken) is { } section; count++)
        {
            if (count == MaxSections) throw RequestProblem.TooLarge("The form's number of fields", count + 1, MaxSections, "Send fewer.");
            if (!ContentDispositionHeaderValue.TryParse(section.ContentDisposition, out var disposition)) continue;
            var name = HeaderUtilities.RemoveQuotes(disposition.Name).Value ?? "";
            // A file is the photo whatever its field is called.
            if (name == PhotoField || disposition.IsFileDisposition())
            {
                if (photo is not null) throw RequestProblem.Invalid("The form has several photos. Send one a request.");
                photo = await bodies.ReadAsync(section.Body, cancellationToken);
                continue;
            }

            section.Body = new LimitedField(section.Body, MaxFieldBytes);
            using var text = new StreamReader(section.Body);
            fields[name] = StringValues.Concat(fields.GetValueOrDefault(name), await text.ReadToEndAsync(cancellationToken));
        }

        return new PhotoUpload(photo, fields);
    }

    /// <summary>A field's text, which may not go on for ever.</summary>
    /// <remarks>It is read forward, and what else streams may do is refused as <see cref="Stream"/> prescribes.</remarks>
    private sealed class LimitedField(Stream inner, int limit) : Stream
    {
        private long read;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => false;

        public override long Length => throw new NotSupportedException();

        public override long Position
        {
            get => read;
            set => throw new NotSupportedException();
        }

        public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
            Count(await inner.ReadAsync(buffer, cancellationToken));

        public override int Read(byte[] buffer, int offset, int count) => Count(inner.Read(buffer, offset, count));

        public override void Flush()
        {
        }

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

        private int Count(int bytes)
        {
            read += bytes;
            return read <= limit ? bytes : throw RequestProblem.TooLarge("A field's length in bytes", read, limit, "Send a shorter text.");
        }
    }
}
