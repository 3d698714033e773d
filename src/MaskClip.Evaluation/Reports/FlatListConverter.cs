using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace MaskClip.Evaluation;

/// <summary>A list of small records as one flat list of whole numbers in one line: there is one for every photo.</summary>
/// <param name="length">Numbers a record.</param>
/// <param name="write">A record's numbers.</param>
/// <param name="read">The record of some numbers.</param>
internal sealed class FlatListConverter<T>(int length, Func<T, long[]> write, Func<long[], T> read) : JsonConverter<IReadOnlyList<T>>
{
    /// <inheritdoc/>
    public override IReadOnlyList<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType != JsonTokenType.StartArray)
            throw new JsonException($"a list of numbers is expected, {length} for each entry");
        var numbers = new List<long>();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            // Pixels of a photo, or a class's index: no list holds more than an int.
            numbers.Add(reader.TokenType == JsonTokenType.Number && reader.TryGetInt32(out int number) && number >= 0
                ? number
                : throw new JsonException($"a list holds something other than whole numbers of 0 to {int.MaxValue}"));
        }

        return numbers.Count % length == 0
            ? [.. numbers.Chunk(length).Select(read)]
            : throw new JsonException($"a list has {numbers.Count} numbers; there must be {length} for each entry");
    }

    /// <inheritdoc/>
    public override void Write(Utf8JsonWriter writer, IReadOnlyList<T> value, JsonSerializerOptions options)
    {
        var numbers = value.SelectMany(write).Select(number => number.ToString(CultureInfo.InvariantCulture));
        writer.WriteRawValue($"[{string.Join(',', numbers)}]", skipInputValidation: true);
    }
}
