using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.Training.Bridge;
using MaskClip.Training.Bridge.Words;
using MaskClip.Training.Contrastive.Pairs;

namespace MaskClip.Train.Flags;

/// <summary>The options that say which photos a bridge is trained on, and which words of theirs it learns.</summary>
internal sealed class TaggedPhotoFlags
{
    private const string TagTable = "tags.tsv";

    private static readonly WordOptions Usual = new();

    private readonly Option<string[]> pairs = new("--pairs")
    {
        Description =
            "Photos with captions: a folder with captions.tsv (file, tab, caption), or WebDataset tars: a file, a folder of them, " +
            "or a pattern. May be given several times.",
        HelpName = "path",
    };

    private readonly Option<string[]> tags = new("--tags")
    {
        Description =
            $"Photos with tags, which may have several words: a folder with {TagTable} (file, tab, tags separated by commas), or " +
            "tars with such texts. May be given several times.",
        HelpName = "path",
    };

    private readonly Option<string?> words = new("--words")
    {
        Description = "File with the words to learn, one a line. Default: those that captions and tags have, without function words.",
        HelpName = "file",
    };

    private readonly Option<int> minCount = new("--min-count")
    {
        Description = "Words of fewer photos are left out, unless --words names them.",
        DefaultValueFactory = _ => Usual.MinCount,
        HelpName = "n",
    };

    private readonly Option<int> maxWords = new("--max-words")
    {
        Description = "Maximum number of words; the most frequent are kept.",
        DefaultValueFactory = _ => Usual.MaxWords,
        HelpName = "n",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [pairs, tags, words, minCount, maxWords];

    /// <summary>Opens the photos.</summary>
    public IReadOnlyList<PhotoSource> Open(ParseResult result, CliHost host)
    {
        var sources = (result.GetValue(pairs) ?? [])
            .Select(path => new PhotoSource(PairFlags.OpenFiles(host, "--pairs", path, FolderPairs.Table), AreTags: false))
            .Concat((result.GetValue(tags) ?? [])
                .Select(path => new PhotoSource(PairFlags.OpenFiles(host, "--tags", path, TagTable, FolderPairs.Table), AreTags: true)))
            .ToArray();
        return sources.Length > 0 ? sources : throw new UsageException(
            $"There is nothing to learn from: give --pairs with a folder that holds {FolderPairs.Table} or with tars, or --tags with a " +
                $"folder that holds {TagTable}.");
    }

    /// <summary>Which words are learned.</summary>
    public WordOptions Words(ParseResult result, CliHost host) => new()
    {
        Only = result.GetValue(words) is { } file ? List(host, file) : null,
        MinCount = result.GetValue(minCount),
        MaxWords = result.GetValue(maxWords),
    };

    private static string[] List(CliHost host, string file)
    {
        var path = Path.Combine(host.Folder, file);
        if (!File.Exists(path))
            throw new FileNotFoundException($"--words is '{file}'; there is no such file. It holds one word or name a line.");
        return [.. File.ReadLines(path).Where(line => !string.IsNullOrWhiteSpace(line))];
    }
}
