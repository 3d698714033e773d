using System.Globalization;
using MaskClip.Storage;
using MaskClip.World.Scenes;

namespace MaskClip.World.Files;

/// <summary><c>manifest.jsonl</c>: while scenes are drawn, a journal in the order in which they are finished; afterwards sorted.</summary>
/// <remarks>Lines stay on disk, only their places are in memory. A line that a crash left half written counts as not written.</remarks>
internal sealed class SceneManifest : IDisposable
{
    /// <summary>The table of a folder's scenes.</summary>
    public const string TableName = "manifest.tsv";

    private const string TableHead = "id\tseed\tsplit\twidth\theight\tclasses\theld_out";

    private readonly Dictionary<string, (long Start, int Length)> lines = new(StringComparer.Ordinal);
    private readonly Lock gate = new();
    private readonly string path;
    private readonly FileStream file;

    /// <summary>Opens a folder's manifest, or begins one.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="order">What the folder is to hold.</param>
    /// <exception cref="OptionsException">It holds other scenes.</exception>
    public SceneManifest(string folder, SceneOrder order)
    {
        path = Path.Combine(folder, "manifest.jsonl");
        Directory.CreateDirectory(folder);
        file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            file.SetLength(Index(folder, order));
            file.Seek(0, SeekOrigin.End);
        }
        catch
        {
            file.Dispose();
            throw;
        }
    }

    /// <summary>Whether a folder holds scenes that were drawn to the end.</summary>
    public static bool IsIn(string folder)
    {
        var table = Path.Combine(folder, TableName);
        return File.Exists(table) && File.ReadLines(table).FirstOrDefault() == TableHead;
    }

    /// <summary>Whether a scene is recorded.</summary>
    public bool Has(string id)
    {
        lock (gate) return lines.ContainsKey(id);
    }

    /// <summary>Records a finished scene.</summary>
    public void Add(string id, ReadOnlySpan<byte> line)
    {
        lock (gate)
        {
            lines[id] = (file.Position, line.Length);
            file.Write(line);
            file.Flush();
        }
    }

    /// <summary>Writes the tables that are made from the manifest, and sorts it by id. Nothing can be added afterwards.</summary>
    public void Finish()
    {
        string[] ids = [.. lines.Keys.Order(StringComparer.Ordinal)];
        Table(TableName, TableHead, ids, row =>
            [string.Join('\t', row.Id, row.Seed.ToString(CultureInfo.InvariantCulture), row.Split, row.Width, row.Height,
                string.Join(',', row.Classes), string.Join(',', row.HeldOut))]);
        Table("captions.tsv", "file\tcaption", ids, row => row.Captions.Distinct(StringComparer.Ordinal)
            .Select(caption => $"images/{row.Id}.png\t{caption}"));

        // Closed first: not every system renames over an open file.
        file.Dispose();
        AtomicFile.Write(path, stream =>
        {
            using var unsorted = File.OpenRead(path);
            foreach (var id in ids) stream.Write(Line(unsorted, id));
        });
    }

    /// <inheritdoc/>
    public void Dispose() => file.Dispose();

    /// <summary>Finds the whole lines; returns where they end.</summary>
    private long Index(string folder, SceneOrder order)
    {
        long start = 0;
        using var reader = new BufferedStream(new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite), 1 << 16);
        var line = new List<byte>(2048);
        for (int next = reader.ReadByte(); next >= 0; next = reader.ReadByte())
        {
            line.Add((byte)next);
            if (next != '\n') continue;
            if (SceneLine.Read(line.ToArray()) is not { } row) break;
            Check(row, folder, order);
            lines[row.Id] = (start, line.Count);
            start += line.Count;
            line.Clear();
        }

        return start;
    }

    private static void Check(SceneRow row, string folder, SceneOrder order)
    {
        bool same = int.TryParse(row.Id, CultureInfo.InvariantCulture, out int index) && row.Seed == order.Seed(index)
            && row.Split == SceneLine.Name(order.Split)
            && (row.Width, row.Height, row.World, row.Captions.Count) == (order.Width, order.Height, SmallWorld.Version, order.Captions);
        if (same) return;
        var there = Words((int)(row.Seed >> 32), row.Split, row.Width, row.Height, row.Captions.Count, row.World);
        var asked = Words(order.Series, SceneLine.Name(order.Split), order.Width, order.Height, order.Captions, SmallWorld.Version);
        var error = $"'{folder}' holds scenes of {there}; asked for were {asked}. Choose another folder, or go on with the same settings.";
        throw new OptionsException(error, nameof(folder));
    }

    private static string Words(int seed, string split, int width, int height, int captions, int world) =>
        $"seed {seed}, split {split}, {width}x{height}, {captions} captions, world {world}";

    private byte[] Line(FileStream from, string id)
    {
        var (start, length) = lines[id];
        var line = new byte[length];
        from.Seek(start, SeekOrigin.Begin);
        from.ReadExactly(line);
        return line;
    }

    private void Table(string name, string head, string[] ids, Func<SceneRow, IEnumerable<string>> rows) =>
        AtomicFile.Write(Path.Combine(Path.GetDirectoryName(path)!, name), stream =>
        {
            using var text = new StreamWriter(stream, leaveOpen: true) { NewLine = "\n" };
            text.WriteLine(head);
            foreach (var id in ids)
            {
                foreach (var row in rows(SceneLine.Read(Line(file, id))!)) text.WriteLine(row);
            }
        });
}
