using System.Buffers;
using System.Text.Json;
using MaskClip.World.Drawing;
using MaskClip.World.Scenes;

namespace MaskClip.World.Files;

/// <summary>One line of <c>manifest.jsonl</c>: all that is known of a scene.</summary>
internal static class SceneLine
{
    /// <summary>Writes the line, its end included.</summary>
    public static byte[] Write(string id, WorldScene scene, int captions)
    {
        var buffer = new ArrayBufferWriter<byte>(2048);
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("id", id);
            json.WriteNumber("world", SmallWorld.Version);
            json.WriteNumber("seed", scene.Seed);
            json.WriteString("split", Name(scene.Split));
            json.WriteNumber("width", scene.Picture.Width);
            json.WriteNumber("height", scene.Picture.Height);
            json.WriteBoolean("night", scene.Mood.Night);
            json.WriteBoolean("blurred", scene.Mood.Blurred);
            json.WriteBoolean("grainy", scene.Mood.Grainy);
            json.WriteBoolean("held_out", scene.Objects.Any(thing => thing.HeldOut && thing.Pixels > 0));
            json.WriteStartArray("captions");
            for (int i = 0; i < captions; i++) json.WriteStringValue(scene.Caption(i));
            json.WriteEndArray();
            json.WriteStartArray("things");
            foreach (var thing in scene.Objects) WriteThing(json, thing);
            json.WriteEndArray();
            json.WriteStartArray("stuff");
            foreach (var stuff in scene.Stuff) WriteStuff(json, stuff);
            json.WriteEndArray();
            json.WriteEndObject();
        }

        return [.. buffer.WrittenSpan, (byte)'\n'];
    }

    /// <summary>Reads what the tables beside the manifest repeat; <see langword="null"/> when the line is not whole.</summary>
    public static SceneRow? Read(ReadOnlyMemory<byte> line)
    {
        try
        {
            using var json = JsonDocument.Parse(line);
            var root = json.RootElement;
            var classes = root.GetProperty("things").EnumerateArray().Concat(root.GetProperty("stuff").EnumerateArray())
                .Where(one => one.GetProperty("pixels").GetInt32() > 0).Select(one => one.GetProperty("class").GetString()!).Distinct();
            var heldOut = root.GetProperty("things").EnumerateArray()
                .Where(one => one.GetProperty("held_out").GetBoolean() && one.GetProperty("pixels").GetInt32() > 0)
                .Select(one => $"{one.GetProperty("colour").GetString()} {one.GetProperty("class").GetString()}").Distinct();
            return new SceneRow(
                root.GetProperty("id").GetString()!,
                root.GetProperty("world").GetInt32(),
                root.GetProperty("seed").GetInt64(),
                root.GetProperty("split").GetString()!,
                root.GetProperty("width").GetInt32(),
                root.GetProperty("height").GetInt32(),
                [.. classes],
                [.. heldOut],
                [.. root.GetProperty("captions").EnumerateArray().Select(caption => caption.GetString()!)]);
        }
        catch (Exception error) when (error is JsonException or KeyNotFoundException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    /// <summary>A split's name in files.</summary>
    public static string Name(WorldSplit split) => split == WorldSplit.Train ? "train" : "test";

    private static void WriteThing(Utf8JsonWriter json, WorldObject thing)
    {
        json.WriteStartObject();
        json.WriteString("class", thing.Name);
        json.WriteString("colour", Word(thing.Color));
        json.WriteString("pattern", thing.Pattern.ToString().ToLowerInvariant());
        json.WriteString("pose", thing.Pose);
        json.WriteStartArray("box");
        foreach (int number in (ReadOnlySpan<int>)[thing.Box.X, thing.Box.Y, thing.Box.Width,
            thing.Box.Height]) json.WriteNumberValue(number);
        json.WriteEndArray();
        json.WriteNumber("pixels", thing.Pixels);
        json.WriteNumber("visible", Math.Round((decimal)thing.Visible, 3));
        json.WriteBoolean("held_out", thing.HeldOut);
        json.WriteEndObject();
    }

    private static void WriteStuff(Utf8JsonWriter json, WorldStuff stuff)
    {
        json.WriteStartObject();
        json.WriteString("class", WorldClasses.Names[WorldClasses.IndexOf(stuff.Kind)]);
        json.WriteString("look", stuff.Word);
        json.WriteNumber("pixels", stuff.Pixels);
        json.WriteEndObject();
    }

    private static string Word(ColorName color) => color.ToString().ToLowerInvariant();
}
