using System.CommandLine;
using MaskClip.CommandLine;
using MaskClip.Training.Contrastive;
using MaskClip.Training.Contrastive.Pairs;

namespace MaskClip.Train.Flags;

/// <summary>The options that say which pairs a CLIP model is trained on, and how they are varied.</summary>
internal sealed class PairFlags
{
    private static readonly PairOptions Usual = new();

    private readonly Option<string?> pairs = new("--pairs")
    {
        Description = "Folder with captions.tsv (file, tab, caption; several lines a picture), or WebDataset tars: a file, a folder of " +
            "them, or a pattern.",
        HelpName = "path",
    };
    private readonly Option<bool> world = new("--world") { Description = "Draw scenes of the small world instead, fresh for every step." };
    private readonly Option<int> captions = new("--captions")
    {
        Description = "Captions of a picture used at a time; none of them is a negative of it.",
        DefaultValueFactory = _ => Usual.Captions,
        HelpName = "n",
    };
    private readonly Option<int> patches = new("--patches")
    {
        Description = "Patches of a picture that a transformer sees, chosen anew each time (FLIP); 0 for all.",
        DefaultValueFactory = _ => Usual.Patches,
        HelpName = "n",
    };
    private readonly Option<double?> minArea = new("--min-area")
    {
        Description = $"Smallest random crop, as a share of the picture (1 = no cropping). Default: {Usual.MinArea}; 1 with --world.",
        HelpName = "share",
    };
    private readonly Option<bool?> flip = new("--flip")
    {
        Description = "Mirror every second picture, unless a caption says left or right. Default: yes; no with --world.",
        HelpName = "true|false",
    };
    private readonly Option<bool> colors = new("--vary-colors") { Description = "Vary brightness, contrast, saturation and hue." };
    private readonly Option<double> collages = new("--collages")
    {
        Description = "Share of samples that are four pictures in a square, with captions of each.",
        HelpName = "share",
    };
    private readonly Option<double> mosaics = new("--mosaics")
    {
        Description = "Share of samples that are sixteen pictures, four by four, with captions of each.",
        HelpName = "share",
    };
    private readonly Option<double> small = new("--small")
    {
        Description = "Share of samples that are pictures of half the side, anywhere in the patch grid; close-ups with --world. " +
            "Transformers only.",
        HelpName = "share",
    };
    private readonly Option<double> blanks = new("--blank-words")
    {
        Description = "Share of words left blank in captions, so that prompts with unknown words are nothing new.",
        HelpName = "share",
    };
    private readonly Option<bool> spare = new("--spare-covered")
    {
        Description = "A text all of whose words were said of a picture, in any of its captions, is not a negative of it.",
    };

    /// <summary>All options.</summary>
    public IEnumerable<Option> All => [pairs, world, captions, patches, minArea, flip, colors, collages, mosaics, small, blanks, spare];

    /// <summary>Whether scenes are drawn.</summary>
    public bool IsWorld(ParseResult result) => result.GetValue(world);

    /// <summary>Opens the pairs.</summary>
    public IPairSource Open(ParseResult result, CliHost host, int imageSize, int seed)
    {
        var path = result.GetValue(pairs);
        if (IsWorld(result))
        {
            return path is null
                ? new WorldPairs(imageSize, 4 * result.GetValue(captions), seed)
                : throw new UsageException("--pairs and --world were both given; give one of them.");
        }
        if (path is null)
        {
            throw new UsageException(
                "There is nothing to train on: give --pairs with a folder that holds captions.tsv or with tars, or --world.");
        }
        return OpenFiles(host, "--pairs", path, FolderPairs.Table);
    }

    /// <summary>Opens a folder with a table, or tars.</summary>
    /// <param name="host">The world around.</param>
    /// <param name="option">Which option named them, for messages.</param>
    /// <param name="path">A folder, a tar, a folder of tars, or a pattern.</param>
    /// <param name="tables">Names of tables, the first that is there is read.</param>
    public static IListedPairs OpenFiles(CliHost host, string option, string path, params string[] tables)
    {
        var full = Path.Combine(host.Folder, path);
        if (tables.FirstOrDefault(table => File.Exists(Path.Combine(full, table))) is { } found) return FolderPairs.Open(full, found);
        string[] tars = File.Exists(full)
            ? [full]
            : Directory.Exists(full) ? [.. Directory.EnumerateFiles(full, "*.tar").Order(StringComparer.Ordinal)] : Matching(full);
        return tars.Length > 0
            ? TarPairs.Open(tars)
            : throw new FileNotFoundException($"{option} is '{path}': there is neither {string.Join(" nor ", tables)} nor a .tar there.");
    }

    /// <summary>How they are varied.</summary>
    public PairOptions Read(ParseResult result) => new()
    {
        Captions = result.GetValue(captions),
        Patches = result.GetValue(patches),
        MinArea = result.GetValue(minArea) ?? (IsWorld(result) ? 1 : Usual.MinArea),
        Flip = result.GetValue(flip) ?? !IsWorld(result),
        Colors = result.GetValue(colors),
        Collages = result.GetValue(collages),
        Mosaics = result.GetValue(mosaics),
        Small = result.GetValue(small),
        BlankWords = result.GetValue(blanks),
        SpareCovered = result.GetValue(spare),
    };

    private static string[] Matching(string pattern) =>
        Path.GetDirectoryName(pattern) is { } folder && Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, Path.GetFileName(pattern)).Order(StringComparer.Ordinal)]
            : [];
}
