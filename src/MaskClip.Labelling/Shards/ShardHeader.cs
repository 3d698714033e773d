using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.Annotations;
using MaskClip.Errors;

namespace MaskClip.Labelling.Shards;

/// <summary>What stands at the beginning of a shard.</summary>
/// <param name="Job">The job's hash.</param>
/// <param name="Number">The shard's number.</param>
/// <param name="Schema">The classes.</param>
internal sealed record ShardHeader(string Job, int Number, AnnotationSchema Schema)
{
    /// <summary>Writes it.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(new JsonObject
    {
        ["job"] = Job,
        ["shard"] = Number,
        ["classes"] = SchemaJson.Write(Schema),
    });

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static ShardHeader Read(ReadOnlySpan<byte> bytes)
    {
        try
        {
            var json = JsonText.ParseObject(bytes.ToArray());
            return new ShardHeader(
                json["job"]!.GetValue<string>(), json["shard"]!.GetValue<int>(), SchemaJson.Read(json["classes"]!.AsArray()));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException
            or ArgumentException or OverflowException)
        {
            throw new FormatException("The beginning of the shard cannot be read.", error);
        }
    }
}
