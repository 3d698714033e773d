using System.IO.Hashing;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.Annotations;
using MaskClip.Errors;
using MaskClip.Labelling.Shards;

namespace MaskClip.Labelling.Jobs;

/// <summary>What a job is, as <c>job.json</c> fixes it.</summary>
/// <remarks>Immutable, so safe to use from several threads.</remarks>
public sealed record JobDescription
{
    private const string Kind = "maskclip-label-job";

    private static readonly JsonSerializerOptions Readable = new()
    {
        WriteIndented = true,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Everything that a result depends on, by name: model, method, refinement, names, photos.</summary>
    public required IReadOnlyDictionary<string, string> Settings { get; init; }

    /// <summary>The classes of the annotations.</summary>
    public required AnnotationSchema Schema { get; init; }

    /// <summary>Names of the annotation formats that are written when all shards are there.</summary>
    public required IReadOnlyList<string> Formats { get; init; }

    /// <summary>Photos of a shard; 1 or more.</summary>
    public required int ShardPhotos { get; init; }

    /// <summary>The most pixels (width times height) of a photo.</summary>
    public long MaxPixels { get; init; } = RgbImage.DefaultMaxPixels;

    /// <summary>How many pixels outlines may move when they are simplified; 0 keeps them exact.</summary>
    public double Tolerance { get; init; }

    /// <summary>Whether photos may be added later: the folder that is watched is not part of <see cref="Settings"/>.</summary>
    public bool Grows { get; init; }

    /// <summary>How whoever made the job asked for it: arguments that another worker takes as its own.</summary>
    public IReadOnlyList<string> Arguments { get; init; } = [];

    /// <summary>The folder that relative paths in <see cref="Arguments"/> start from.</summary>
    public string Folder { get; init; } = "";

    /// <summary>Stands for <see cref="Settings"/>: XXH3 (128 bits, hexadecimal).</summary>
    public string Hash => Convert.ToHexStringLower(XxHash128.Hash(Encoding.UTF8.GetBytes(string.Join(
        '\n', Settings.OrderBy(one => one.Key, StringComparer.Ordinal).Select(one => $"{one.Key}={one.Value}")))));

    /// <summary>What differs from another description's <see cref="Settings"/>, as a sentence; empty where nothing does.</summary>
    /// <param name="now">The other settings.</param>
    public string Difference(IReadOnlyDictionary<string, string> now)
    {
        ArgumentNullException.ThrowIfNull(now);
        return string.Join("; ", Settings.Keys.Union(now.Keys).Order(StringComparer.Ordinal)
            .Where(name => Settings.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"{name} was {Shown(Settings, name)} and is {Shown(now, name)}"));
    }

    /// <summary>Writes it.</summary>
    internal byte[] ToBytes() => Encoding.UTF8.GetBytes(new JsonObject
    {
        ["kind"] = Kind,
        ["hash"] = Hash,
        ["settings"] = new JsonObject(Settings.OrderBy(one => one.Key, StringComparer.Ordinal)
            .Select(one => KeyValuePair.Create<string, JsonNode?>(one.Key, one.Value))),
        ["formats"] = Texts(Formats),
        ["shard-photos"] = ShardPhotos,
        ["max-pixels"] = MaxPixels,
        ["tolerance"] = Tolerance,
        ["grows"] = Grows,
        ["arguments"] = Texts(Arguments),
        ["folder"] = Folder,
        ["classes"] = SchemaJson.Write(Schema),
    }.ToJsonString(Readable) + "\n");

    /// <summary>Reads it.</summary>
    /// <exception cref="FormatException">It is none, or was altered.</exception>
    internal static JobDescription Read(string path, byte[] bytes)
    {
        try
        {
            var json = JsonText.ParseObject(bytes);
            if (json["kind"]!.GetValue<string>() != Kind) throw new FormatException("another kind");
            var description = new JobDescription
            {
                Settings = json["settings"]!.AsObject()
                    .ToDictionary(one => one.Key, one => one.Value!.GetValue<string>(), StringComparer.Ordinal),
                Formats = Texts(json["formats"]!),
                ShardPhotos = json["shard-photos"]!.GetValue<int>(),
                MaxPixels = json["max-pixels"]!.GetValue<long>(),
                Tolerance = json["tolerance"]!.GetValue<double>(),
                Grows = json["grows"]!.GetValue<bool>(),
                Arguments = Texts(json["arguments"]!),
                Folder = json["folder"]!.GetValue<string>(),
                Schema = SchemaJson.Read(json["classes"]!.AsArray()),
            };
            if (description.ShardPhotos < 1 || description.Hash != json["hash"]!.GetValue<string>()) throw new FormatException("altered");
            return description;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException
            or ArgumentException)
        {
            throw new FormatException(
                $"'{path}' describes no labeling job, or was altered. Restore it, or begin the job anew in another folder.", error);
        }
    }

    private static JsonArray Texts(IEnumerable<string> texts) => new([.. texts.Select(text => JsonValue.Create(text))]);

    private static string[] Texts(JsonNode json) => [.. json.AsArray().Select(text => text!.GetValue<string>())];

    private static string Shown(IReadOnlyDictionary<string, string> settings, string name) =>
        settings.TryGetValue(name, out var value) ? $"'{(value.Length > 200 ? $"{value[..200]}..." : value)}'" : "not set";
}
