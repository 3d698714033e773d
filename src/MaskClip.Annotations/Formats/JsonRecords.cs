using System.Text.Json;

namespace MaskClip.Annotations.Formats;

/// <summary>
/// Goes through the lists of a JSON file record by record: memory grows with the largest record, not with the file. What is not asked for
/// is passed over.
/// </summary>
internal sealed class JsonRecords : IDisposable
{
    private const int FirstBytes = 1 << 16, MaxRecordBytes = 1 << 29;

    private readonly Stream stream;
    private readonly HashSet<string>? lists;
    private readonly string expected;
    private readonly HashSet<string> found = new(StringComparer.Ordinal);
    private byte[] buffer = new byte[FirstBytes];
    private int at, count;
    private long origin;
    private bool isLast;
    private JsonReaderState state;
    private Place place = Place.Root;
    private string name = "";

    private JsonRecords(Stream stream, HashSet<string>? lists, string expected) =>
        (this.stream, this.lists, this.expected) = (stream, lists, expected);

    private enum Place
    {
        Root,
        Members,
        Value,
        Skipped,
        Items,
        End,
    }

    /// <summary>The list that the record is of; empty where the file is one list.</summary>
    public string List { get; private set; } = "";

    /// <summary>Where in the file the record begins, in bytes.</summary>
    public long Start { get; private set; }

    /// <summary>The record's bytes, until the next one.</summary>
    public ReadOnlyMemory<byte> Record { get; private set; }

    /// <summary>The lists that there were so far.</summary>
    public IReadOnlySet<string> Found => found;

    /// <summary>Begins a file that is an object with lists.</summary>
    /// <param name="path">The file.</param>
    /// <param name="lists">The lists that are read.</param>
    /// <param name="expected">What is said where it is not an object.</param>
    public static JsonRecords OfObject(string path, IEnumerable<string> lists, string expected) =>
        new(File.OpenRead(path), new(lists, StringComparer.Ordinal), expected);

    /// <summary>Begins a file that is one list.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What is said where it is none.</param>
    public static JsonRecords OfList(string path, string expected) => new(File.OpenRead(path), null, expected);

    /// <summary>Goes to the next record.</summary>
    /// <returns>Whether there is one.</returns>
    /// <exception cref="JsonException">The file is not JSON.</exception>
    /// <exception cref="FormatException">It is JSON of another shape.</exception>
    public bool Next()
    {
        while (true)
        {
            if (Step() is { } isRecord) return isRecord;
            Fill();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => stream.Dispose();

    // A token at a time; null where the next one is not whole yet.
    private bool? Step()
    {
        var json = new Utf8JsonReader(buffer.AsSpan(at, count - at), isLast, state);
        while (true)
        {
            var before = json;
            if (!json.Read())
            {
                Commit(before);
                return place == Place.End && isLast ? false : null;
            }

            switch (place)
            {
                case Place.Root:
                    if (json.TokenType != (lists is null ? JsonTokenType.StartArray : JsonTokenType.StartObject))
                        throw new FormatException(expected);
                    place = lists is null ? Place.Items : Place.Members;
                    break;
                case Place.Members when json.TokenType == JsonTokenType.EndObject:
                    place = Place.End;
                    break;
                case Place.Members:
                    name = json.GetString()!;
                    place = Place.Value;
                    break;
                case Place.Value:
                    place = Value(json.TokenType);
                    break;
                case Place.Skipped when json.CurrentDepth == 1 && json.TokenType is JsonTokenType.EndArray or JsonTokenType.EndObject:
                    if (json.CurrentDepth == 1) place = Place.Members;
                    break;
                case Place.Items when json.TokenType == JsonTokenType.EndArray:
                    place = lists is null ? Place.End : Place.Members;
                    break;
                case Place.Items:
                    int start = (int)json.TokenStartIndex;
                    if (!json.TrySkip())
                    {
                        Commit(before);
                        return null;
                    }

                    Start = origin + at + start;
                    Record = buffer.AsMemory(at + start, (int)json.BytesConsumed - start);
                    Commit(json);
                    return true;
                default:
                    break;
            }
        }
    }

    private Place Value(JsonTokenType token)
    {
        if (lists!.Contains(name) && found.Add(name))
        {
            List = name;
            return token == JsonTokenType.StartArray ? Place.Items : throw new FormatException($"'{name}' is not a list.");
        }

        return token is JsonTokenType.StartArray or JsonTokenType.StartObject ? Place.Skipped : Place.Members;
    }

    private void Commit(in Utf8JsonReader json)
    {
        at += (int)json.BytesConsumed;
        state = json.CurrentState;
    }

    private void Fill()
    {
        buffer.AsSpan(at, count - at).CopyTo(buffer);
        (origin, count, at) = (origin + at, count - at, 0);
        if (count == buffer.Length)
        {
            if (buffer.Length >= MaxRecordBytes)
                throw new FormatException($"A record is larger than {MaxRecordBytes >> 20} MiB; none of a photo's annotations is.");
            Array.Resize(ref buffer, 2 * buffer.Length);
        }

        bool isFirst = origin == 0 && count == 0;
        int read = stream.ReadAtLeast(buffer.AsSpan(count), 1, throwOnEndOfStream: false);
        count += read;
        isLast = read == 0;

        // A byte order mark, as Windows' editors write.
        if (isFirst && buffer.AsSpan(0, count).StartsWith(new byte[] { 0xEF, 0xBB, 0xBF })) at = 3;
    }
}
