using System.Text.Json;

namespace MaskClip.Annotations.Formats.Coco;

/// <summary>The two numbers by which records of COCO's files find each other.</summary>
internal static class RecordIds
{
    /// <summary>Finds them without taking the record apart; <see langword="null"/> where one is missing or no whole number.</summary>
    public static (long? Id, long? ImageId) Of(ReadOnlySpan<byte> record)
    {
        long? id = null, image = null;
        var json = new Utf8JsonReader(record);
        if (!json.Read() || json.TokenType != JsonTokenType.StartObject) return (id, image);
        while (json.Read() && json.TokenType == JsonTokenType.PropertyName)
        {
            bool isId = json.ValueTextEquals("id"u8), isImage = json.ValueTextEquals("image_id"u8);
            json.Read();
            long? number = (isId || isImage) && json.TokenType == JsonTokenType.Number && json.TryGetInt64(out long value) ? value : null;
            if (isId) id = number;
            if (isImage) image = number;
            json.Skip();
        }

        return (id, image);
    }
}
