using System.IO.Hashing;
using System.Text;
using MaskClip.Storage;

namespace MaskClip.Training.Contrastive.Pairs;

/// <summary>
/// Pictures of a folder with a table of their captions: <c>captions.tsv</c>, a line <c>file TAB caption</c> for each caption.
/// </summary>
public sealed class FolderPairs : IListedPairs
{
    /// <summary>The table's name.</summary>
    public const string Table = "captions.tsv";

    private readonly (string Path, string[] Captions)[] pairs;

    private FolderPairs((string Path, string[] Captions)[] pairs, string identity)
    {
        this.pairs = pairs;
        Identity = identity;
    }

    /// <inheritdoc/>
    public int? Count => pairs.Length;

    /// <inheritdoc/>
    public string Identity { get; }

    /// <summary>
    /// Reads a folder's table. Files are looked for beside it, and in <c>images/</c>; a name without an extension is a PNG's.
    /// </summary>
    /// <exception cref="FileNotFoundException">There is no table, or a picture is missing.</exception>
    /// <param name="folder">The folder.</param>
    /// <param name="tableName">The table's name.</param>
    /// <exception cref="FormatException">A line is not two columns.</exception>
    public static FolderPairs Open(string folder, string tableName = Table)
    {
        var table = Path.Combine(folder, tableName);
        if (!File.Exists(table))
        {
            throw new FileNotFoundException(
                $"There is no {tableName} in '{folder}'. It holds a line a caption: the picture's file, a tab, the caption.", table);
        }

        var captions = new Dictionary<string, List<string>>(StringComparer.Ordinal);
        int number = 0;
        foreach (var line in File.ReadLines(table))
        {
            number++;
            if (line.Length == 0 || (number == 1 && line == "file\tcaption")) continue;
            var columns = line.Split('\t');
            if (columns is not [var file, var caption] || file.Length == 0 || string.IsNullOrWhiteSpace(caption))
            {
                throw new FormatException($"{table}, line {number}: '{line}' is not a file, a tab and a caption.");
            }

            if (!IsBelow(folder, file))
            {
                throw new FormatException(
                    $"{table}, line {number}: '{file}' leads out of the folder; names of files in it are allowed. Put the picture there.");
            }

            if (!captions.TryGetValue(file, out var list)) captions.Add(file, list = []);
            list.Add(caption);
        }

        if (captions.Count == 0) throw new FormatException($"{table}: there is no caption in it.");
        var all = string.Join('\n', captions.Select(one => $"{one.Key}\t{string.Join('\t', one.Value)}"));
        return new FolderPairs(
            [.. captions.Select(one => (Find(table, one.Key), one.Value.ToArray()))],
            $"{captions.Count} pictures, {Convert.ToHexStringLower(XxHash64.Hash(Encoding.UTF8.GetBytes(all)))}");
    }

    /// <inheritdoc/>
    public PicturePair Load(long number, int part)
    {
        var (path, captions) = pairs[number];
        return new PicturePair(RgbImage.Load(path), captions);
    }

    /// <inheritdoc/>
    public string NameOf(int number) => pairs[number].Path;

    /// <inheritdoc/>
    public string StampOf(int number) => $"{Path.GetFullPath(pairs[number].Path)} {FileStamp.Of(pairs[number].Path)}";

    /// <inheritdoc/>
    public IReadOnlyList<string> TextsOf(int number) => pairs[number].Captions;

    /// <summary>Whether a name of the table stays in its folder: whoever wrote a table is not to choose what else is read.</summary>
    private static bool IsBelow(string folder, string file)
    {
        if (file.Contains('\0') || Path.IsPathRooted(file)) return false;
        var whole = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder)) + Path.DirectorySeparatorChar;
        return Path.GetFullPath(file, whole).StartsWith(whole, StringComparison.Ordinal);
    }

    private static string Find(string table, string file)
    {
        var folder = Path.GetDirectoryName(table)!;
        string[] places = [Path.Combine(folder, file), Path.Combine(folder, "images", file), Path.Combine(folder, "images", file + ".png")];
        return places.FirstOrDefault(File.Exists) ?? throw new FileNotFoundException(
            $"{table} names '{file}', which is neither in '{folder}' nor in its folder 'images'.", places[0]);
    }
}
