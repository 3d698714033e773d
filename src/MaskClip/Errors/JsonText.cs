using System.Text.Json;
using System.Text.Json.Nodes;

namespace MaskClip.Errors;

/// <summary>
/// Reads JSON that came from outside, whole: what its parser would only notice when a value is asked for is an error here.
/// </summary>
/// <remarks>
/// .NET looks at a text when it is asked for, and then says neither file nor line: bytes that are not UTF-8 and halves of surrogate pairs
/// are an <see cref="InvalidOperationException"/> anywhere, two values of one name an <see cref="ArgumentException"/>.
/// Safe to use from several threads.
/// </remarks>
public static class JsonText
{
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false };

    private static ReadOnlySpan<byte> ByteOrderMark => [0xEF, 0xBB, 0xBF];

    /// <summary>Parses a document; its texts can be asked for without an exception.</summary>
    /// <param name="utf8">The bytes; a byte order mark is passed over.</param>
    /// <param name="options">What is allowed beyond JSON.</param>
    /// <exception cref="JsonException">It is not JSON, or a text in it is not Unicode; the line is named.</exception>
    public static JsonDocument Parse(ReadOnlyMemory<byte> utf8, JsonDocumentOptions options = default)
    {
        if (utf8.Span.StartsWith(ByteOrderMark)) utf8 = utf8[ByteOrderMark.Length..];
        Check(utf8.Span, new JsonReaderOptions
        {
            CommentHandling = options.CommentHandling,
            AllowTrailingCommas = options.AllowTrailingCommas,
            MaxDepth = options.MaxDepth,
        });
        return JsonDocument.Parse(utf8, options);
    }

    /// <summary>Parses an object whose names are each there once.</summary>
    /// <exception cref="JsonException">It is none, or a text in it is not Unicode.</exception>
    public static JsonObject ParseObject(ReadOnlySpan<byte> utf8)
    {
        Check(utf8);
        return JsonNode.Parse(utf8, documentOptions: Strict) as JsonObject ?? throw new JsonException("an object is expected");
    }

    /// <summary>Parses an object that is in a text already.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public static JsonObject ParseObject(string text) => ParseObject(System.Text.Encoding.UTF8.GetBytes(text));

    /// <summary>Looks at every text and name.</summary>
    /// <exception cref="JsonException">One is not Unicode, or this is not JSON; the line is named.</exception>
    public static void Check(ReadOnlySpan<byte> utf8, JsonReaderOptions options = default)
    {
        var reader = new Utf8JsonReader(utf8, options);
        while (reader.Read())
        {
            if (reader.TokenType is not (JsonTokenType.String or JsonTokenType.PropertyName)) continue;
            if (!reader.ValueIsEscaped && System.Text.Unicode.Utf8.IsValid(reader.ValueSpan)) continue;
            try
            {
                reader.GetString();
            }
            catch (InvalidOperationException error)
            {
                int at = (int)reader.TokenStartIndex;
                throw new JsonException(
                    "a text is not valid UTF-8, or holds half a surrogate pair",
                    PathTo(utf8, options, at),
                    utf8[..at].Count((byte)'\n'),
                    at,
                    error);
            }
        }
    }

    /// <summary>The names that lead to a place, all of which were found to be texts.</summary>
    private static string PathTo(ReadOnlySpan<byte> utf8, JsonReaderOptions options, long at)
    {
        var reader = new Utf8JsonReader(utf8, options);
        var names = new List<string>();
        while (reader.Read() && reader.TokenStartIndex < at)
        {
            if (reader.TokenType != JsonTokenType.PropertyName) continue;
            int depth = Math.Min(reader.CurrentDepth - 1, names.Count);
            names.RemoveRange(depth, names.Count - depth);
            names.Add(reader.GetString()!);
        }

        return string.Join('.', names.Prepend("$"));
    }
}
