using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using MaskClip.Errors;
using MaskClip.Storage;

namespace MaskClip.CommandLine.Inputs;

/// <summary>
/// <c>segment.jsonl</c> beside results: what they were made with in the first line, then a line for each photo whose results are all there.
/// An interrupted run goes on from it.
/// </summary>
/// <remarks>Whatever a run was killed by, at most the last line is torn; it is cut off and its photo segmented again.</remarks>
public sealed class ResultJournal : IDisposable
{
    /// <summary>The file's name.</summary>
    public const string FileName = "segment.jsonl";

    private static readonly JsonSerializerOptions OneLine = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private readonly string folder;
    private readonly FileStream? file;
    private readonly Dictionary<string, ResultRecord> done;
    private readonly Lock writing = new();

    private ResultJournal(string folder, FileStream? file, IEnumerable<ResultRecord> done)
    {
        this.folder = folder;
        this.file = file;
        this.done = [];
        foreach (var one in done) this.done[one.Photo] = one;
    }

    /// <summary>Whether it is kept; not where another run writes into the folder this moment.</summary>
    public bool IsKept => file is not null;

    /// <summary>Starts anew, or goes on with what an earlier run of the same settings left.</summary>
    /// <param name="folder">The folder of results; it is created.</param>
    /// <param name="settings">Everything that decides what results look like, by name.</param>
    /// <param name="resume">Whether to go on.</param>
    /// <exception cref="OptionsException">The earlier run had other settings; they are named.</exception>
    /// <exception cref="FormatException">The file is damaged before its last line; the line is named.</exception>
    public static ResultJournal Open(string folder, IReadOnlyDictionary<string, string> settings, bool resume)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(folder, FileName);
        var (lines, length) = resume && File.Exists(path) ? ReadLines(path) : ([], 0);
        if (lines.Count > 0) Check(path, Settings(path, lines[0]), settings);
        ResultRecord[] done = [.. lines.Skip(1).Select((line, at) => Record(path, line, at + 2))];
        var file = TryOpen(path);
        if (file is not null)
        {
            file.SetLength(length);
            file.Seek(0, SeekOrigin.End);
        }

        var journal = new ResultJournal(folder, file, done);
        if (lines.Count == 0)
            journal.Write(new JsonObject(settings.Select(one => KeyValuePair.Create<string, JsonNode?>(one.Key, one.Value))));
        return journal;
    }

    /// <summary>The results that a folder's journal lists, by their paths; none where there is no journal that can be read.</summary>
    public static IReadOnlySet<string> FilesIn(string folder)
    {
        var files = new HashSet<string>(StringComparer.Ordinal);
        var path = Path.Combine(folder, FileName);
        if (!File.Exists(path)) return files;
        try
        {
            var (lines, _) = ReadLines(path);
            foreach (var name in lines.Skip(1).SelectMany((line, at) => Record(path, line, at + 2).Files))
                files.Add(Path.Combine(folder, name));
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
        {
            // What is said of it is said to those who resume it.
        }

        return files;
    }

    /// <summary>The checksum of a photo's file; <see langword="null"/> for what is none, which is segmented again.</summary>
    public static string? HashOf(PhotoInput photo)
    {
        if (photo.Path is not { } path || new FileInfo(path) is not { Exists: true, Length: > 0 }) return null;
        using var bytes = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, bufferSize: 0);
        return VerifiedCache.Checksum(bytes);
    }

    /// <summary>Whether all of a photo's results are there, made of the bytes that it has now.</summary>
    public bool IsDone(PhotoInput photo)
    {
        try
        {
            return done.TryGetValue(photo.Place, out var record) && record.Files.All(name => File.Exists(Path.Combine(folder, name)))
                && HashOf(photo) == record.Hash;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // segmenting it says why
        }
    }

    /// <summary>Records a photo whose results are written. Safe to call from several threads.</summary>
    public void Add(PhotoInput photo, string hash, IEnumerable<string> paths) => Write(new JsonObject
    {
        ["photo"] = photo.Place,
        ["hash"] = hash,
        ["files"] = new JsonArray([.. paths.Select(path => JsonValue.Create(Path.GetRelativePath(folder, path).Replace('\\', '/')))]),
    });

    /// <inheritdoc/>
    public void Dispose() => file?.Dispose();

    private void Write(JsonObject line)
    {
        if (file is null) return;
        var bytes = Encoding.UTF8.GetBytes(line.ToJsonString(OneLine) + "\n");
        lock (writing)
        {
            file.Write(bytes);
            file.Flush();
        }
    }

    private static FileStream? TryOpen(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException) when (File.Exists(path))
        {
            return null; // another run holds it
        }
    }

    private static (List<byte[]> Lines, long Length) ReadLines(string path)
    {
        using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[file.Length];
        file.ReadExactly(bytes);
        var lines = new List<byte[]>();
        int start = 0;
        for (int end; (end = Array.IndexOf(bytes, (byte)'\n', start)) >= 0; start = end + 1) lines.Add(bytes[start..end]);
        return (lines, start);
    }

    private static Dictionary<string, string> Settings(string path, byte[] line) => Parse(path, line, 1, json =>
        json.ToDictionary(one => one.Key, one => one.Value!.GetValue<string>(), StringComparer.Ordinal));

    private static ResultRecord Record(string path, byte[] line, int number) => Parse(path, line, number, json => new ResultRecord(
        json["photo"]!.GetValue<string>(),
        json["hash"]!.GetValue<string>(),
        [.. json["files"]!.AsArray().Select(name => Inside(name!.GetValue<string>()))]));

    // A journal is not to say of files elsewhere that they are results.
    private static string Inside(string name) =>
        Path.IsPathRooted(name) || name.Split('/').Contains("..") || name.Contains('\0')
            ? throw new FormatException($"'{name}' is elsewhere")
            : name;

    private static T Parse<T>(string path, byte[] line, int number, Func<JsonObject, T> read)
    {
        try
        {
            return read(JsonText.ParseObject(line));
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or NullReferenceException or FormatException)
        {
            throw new FormatException($"{path}, line {number}: this is not a record of a photo. Delete the file to start anew.", error);
        }
    }

    private static void Check(string path, Dictionary<string, string> earlier, IReadOnlyDictionary<string, string> now)
    {
        string[] names = [.. earlier.Keys.Union(now.Keys)
            .Where(name => earlier.GetValueOrDefault(name) != now.GetValueOrDefault(name))
            .Select(name => $"{name} was {Shown(earlier, name)} and is {Shown(now, name)}")];
        if (names.Length == 0) return;
        throw new OptionsException(
            $"{path} is of a run with other settings: {string.Join("; ", names)}. " +
            $"Go on with the same ones, give another folder, or start anew.");
    }

    private static string Shown(IReadOnlyDictionary<string, string> settings, string name) =>
        settings.TryGetValue(name, out var value) ? $"'{value}'" : "not set";
}
